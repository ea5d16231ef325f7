/**
 * A picture that somebody pastes or drops onto the board: drawn anew here, so that it holds what can be seen and nothing
 * else, and small enough to be kept with what is drawn.
 */

/** The kinds of files that we take; telephones make one of these of whatever they have. */
export const TAKEN = ["image/png", "image/jpeg", "image/webp"];

const LARGEST_FILE = 20_000_000;
const LARGEST = 190_000; // bytes of what is kept
const LONGEST_SIDE = 1600; // its pixels
const SMALLER = 0.75;
const KINDS = ["image/webp", "image/jpeg"]; // a browser that cannot write the first says so by its answer
const SHOWN_AT_MOST = 0.6; // of what is seen of the board

/** The pictures among what was pasted or dropped. */
export function picturesIn(transfer) {
  return [...(transfer?.files ?? [])].filter(({ type }) => type.startsWith("image/"));
}

/** {dataURL, width, height}; null for what is no picture that we take. */
export async function drawnAnew(file) {
  if (!TAKEN.includes(file.type) || file.size > LARGEST_FILE) return null;
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return null;
  let scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  for (; ; scale *= SMALLER) {
    const size = { width: side(picture.width * scale), height: side(picture.height * scale) };
    const blob = await drawn(picture, size);
    if (blob && blob.size <= LARGEST) return { dataURL: await asAddress(blob), ...size };
    if (!blob || scale < 0.01) return null;
  }
}

/** The element that shows a picture, in the middle of this point of the page, not larger than what is seen. */
export function placeFor({ width, height }, { clientX, clientY }, appState) {
  const zoom = appState.zoom.value;
  const fit = Math.min(1, (SHOWN_AT_MOST * appState.width) / zoom / width, (SHOWN_AT_MOST * appState.height) / zoom / height);
  const size = { width: width * fit, height: height * fit };
  return {
    x: (clientX - appState.offsetLeft) / zoom - appState.scrollX - size.width / 2,
    y: (clientY - appState.offsetTop) / zoom - appState.scrollY - size.height / 2,
    ...size,
  };
}

async function drawn(picture, { width, height }) {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  for (const kind of KINDS) {
    const paint = canvas.getContext("2d");
    if (kind === "image/jpeg") {
      paint.globalCompositeOperation = "destination-over"; // it cannot be seen through
      paint.fillStyle = "white";
      paint.fillRect(0, 0, width, height);
    } else {
      paint.drawImage(picture, 0, 0, width, height);
    }
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, kind, 0.85));
    if (blob?.type === kind) return blob;
  }
  return null;
}

function side(pixels) {
  return Math.max(1, Math.round(pixels));
}

function asAddress(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}
