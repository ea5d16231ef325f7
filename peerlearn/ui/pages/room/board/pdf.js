/**
 * A PDF of one page that is filled by one JPEG picture.
 *
 * By hand, because the libraries for it weigh more than the whole rest of the page: ISO 32000-1, sections 7.5 (what a
 * file consists of) and 8.9.5 (pictures; a JPEG goes in as it is, by the filter DCTDecode). Knows nothing of the board.
 */

const LONGEST_SIDE = 842; // points, of 72 to the inch: the length of A4

/** @param jpeg its bytes; @param size its width and height in pixels */
export function pdfOf(jpeg, { width, height }) {
  const scale = LONGEST_SIDE / Math.max(width, height);
  const [across, down] = [width, height].map((side) => (side * scale).toFixed(2));
  const drawing = `q ${across} 0 0 ${down} 0 0 cm /Board Do Q`;
  const picture =
    `<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceRGB ` +
    `/BitsPerComponent 8 /Filter /DCTDecode /Length ${jpeg.length} >>`;
  return assembled([
    ["<< /Type /Catalog /Pages 2 0 R >>"],
    ["<< /Type /Pages /Kids [3 0 R] /Count 1 >>"],
    [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${across} ${down}] /Contents 4 0 R ` +
        "/Resources << /XObject << /Board 5 0 R >> >> >>",
    ],
    [`<< /Length ${drawing.length} >>\nstream\n${drawing}\nendstream`],
    [`${picture}\nstream\n`, jpeg, "\nendstream"],
  ]);
}

/** The objects, numbered from 1, with the table that says at which byte each begins. */
function assembled(objects) {
  const parts = [];
  const begins = [];
  let length = 0;
  const add = (part) => {
    const bytes = typeof part === "string" ? new TextEncoder().encode(part) : part;
    parts.push(bytes);
    length += bytes.length;
  };
  add("%PDF-1.4\n");
  objects.forEach((body, index) => {
    begins.push(length);
    [`${index + 1} 0 obj\n`, ...body, "\nendobj\n"].forEach(add);
  });
  const table = length;
  const entries = begins.map((begin) => `${String(begin).padStart(10, "0")} 00000 n \n`).join("");
  add(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}`);
  add(`trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`);
  return new Blob(parts, { type: "application/pdf" });
}
