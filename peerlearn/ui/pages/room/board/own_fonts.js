/**
 * Excalidraw names a stranger's address as the second place to look for each of its fonts. Our content policy never
 * lets a page go there, and says so for every font; this leaves our own address as the only one.
 */

const STRANGERS = /,\s*url\(["']?https:\/\/esm\.sh\/[^)]*\)(\s*format\([^)]*\))?/g;

const Native = window.FontFace;

window.FontFace = class extends Native {
  constructor(family, source, descriptors) {
    super(family, typeof source === "string" ? source.replace(STRANGERS, "") : source, descriptors);
  }
};
