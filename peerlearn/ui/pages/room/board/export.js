/** A page of the board as a file to keep: a picture, or a document of one page in its size. */

import { exportToBlob } from "@excalidraw/excalidraw";

import { pdfOf } from "./pdf.js";

const MARGIN = 24;
const LARGEST = 4096; // pixels: the longest side that every browser can draw
const SCALE = 2;
const TYPES = { png: "image/png", pdf: "image/jpeg" };

/** Saves what is drawn; false when nothing is. */
export async function saveAs(kind, surface, title) {
  const elements = surface?.getSceneElements() ?? [];
  if (!elements.length) return false;
  let size = { width: 0, height: 0 };
  const picture = await exportToBlob({
    elements,
    files: surface.getFiles(),
    appState: { exportBackground: true, viewBackgroundColor: "white", exportWithDarkMode: false },
    exportPadding: MARGIN,
    mimeType: TYPES[kind],
    quality: 0.92,
    getDimensions: (width, height) => {
      const scale = Math.min(SCALE, LARGEST / Math.max(width, height));
      size = { width: Math.round(width * scale), height: Math.round(height * scale) };
      return { ...size, scale };
    },
  });
  const file = kind === "pdf" ? pdfOf(new Uint8Array(await picture.arrayBuffer()), size) : picture;
  hand(file, `${title.replaceAll(/[^\p{L}\p{N} _-]+/gu, " ").trim() || "board"}.${kind}`);
  return true;
}

function hand(file, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
