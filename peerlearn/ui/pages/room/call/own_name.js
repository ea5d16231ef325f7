/** A name that nobody else has. Not `crypto.randomUUID`: a page without https has none, and must still say so. */
export const ownName = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
