/**
 * Strokes under way on the other side, painted over the picture until they are a part of it.
 *
 * To put one point into a picture of thousands of elements takes the drawing library longer than a hand takes to its
 * next one. Here only the strokes that move are painted, as the library will paint them in the end.
 */

const THICKEST = 4.25; // units that the library draws to each side at most, for one of a stroke's width

export class InkLayer {
  #canvas = document.createElement("canvas");
  #view;
  #outline;
  #strokes = new Map();
  #paths = new WeakMap(); // by stroke
  #settled = new Set(); // in the picture, which is painted in a moment of its own
  #frame = 0;
  #isStale = false;

  /**
   * @param above the canvas over which the strokes go
   * @param view () => {scrollX, scrollY, zoom, width, height}: what of the board is seen, in units of the board and pixels
   * @param outline (stroke) => its outline as an SVG path, around its own origin
   */
  constructor({ above, view, outline }) {
    this.#view = view;
    this.#outline = outline;
    this.#canvas.className = "board-ink";
    this.#canvas.setAttribute("aria-hidden", "true");
    above.after(this.#canvas);
  }

  /** Paint this stroke as it is now, instead of as it was. */
  show(stroke) {
    this.#strokes.set(stroke.id, stroke);
    this.#settled.delete(stroke.id);
    this.#repaint();
  }

  /** These are no strokes any more. */
  hide(ids) {
    for (const id of ids) this.#strokes.delete(id);
    this.#repaint();
  }

  /** The picture has these elements: what of them is painted here as well goes once the picture shows it. */
  settle(elements) {
    if (!this.#strokes.size) return;
    for (const { id, version } of elements) if (this.#strokes.get(id)?.version <= version) this.#settled.add(id);
    this.#repaint();
    if (this.#settled.size) requestAnimationFrame(() => requestAnimationFrame(() => this.#dropSettled()));
  }

  /** Paint nothing any more. */
  remove() {
    cancelAnimationFrame(this.#frame);
    this.#strokes.clear();
    this.#canvas.remove();
  }

  #dropSettled() {
    for (const id of this.#settled) this.#strokes.delete(id);
    this.#settled.clear();
    this.#repaint();
  }

  /** At once, and at most once in a frame: what waits for the next one is seen a frame later. */
  #repaint() {
    this.#isStale = true;
    if (this.#frame) return;
    this.#paint();
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      if (this.#isStale) this.#repaint();
    });
  }

  #paint() {
    this.#isStale = false;
    const view = this.#view();
    const { left, top, width, height } = boxOf(this.#strokes.values(), view);
    const dots = devicePixelRatio;
    Object.assign(this.#canvas, { width: width * dots, height: height * dots }); // clears it, too
    const [x, y, w, h] = [left, top, width, height].map((pixels) => `${pixels}px`);
    Object.assign(this.#canvas.style, { left: x, top: y, width: w, height: h });
    if (!width || !height) return;
    const paint = this.#canvas.getContext("2d");
    const scale = view.zoom * dots;
    const [atX, atY] = [view.scrollX * scale - left * dots, view.scrollY * scale - top * dots];
    for (const stroke of this.#strokes.values()) {
      paint.setTransform(scale, 0, 0, scale, atX + stroke.x * scale, atY + stroke.y * scale);
      paint.globalAlpha = stroke.opacity / 100;
      paint.fillStyle = stroke.strokeColor;
      paint.fill(this.#pathOf(stroke));
    }
  }

  #pathOf(stroke) {
    if (!this.#paths.has(stroke)) this.#paths.set(stroke, new Path2D(this.#outline(stroke)));
    return this.#paths.get(stroke);
  }
}

/** The part of the view that strokes are in, in whole pixels: each pixel of the canvas is laid over the page anew. */
function boxOf(strokes, { scrollX, scrollY, zoom, width, height }) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, points, strokeWidth } of strokes) {
    const thick = strokeWidth * THICKEST;
    for (const [alongX, alongY] of points) {
      left = Math.min(left, x + alongX - thick);
      right = Math.max(right, x + alongX + thick);
      top = Math.min(top, y + alongY - thick);
      bottom = Math.max(bottom, y + alongY + thick);
    }
  }
  const seen = (at, scroll, most) => Math.min(Math.max((at + scroll) * zoom, 0), most);
  const from = [Math.floor(seen(left, scrollX, width)), Math.floor(seen(top, scrollY, height))];
  const to = [Math.ceil(seen(right, scrollX, width)), Math.ceil(seen(bottom, scrollY, height))];
  return { left: from[0], top: from[1], width: Math.max(0, to[0] - from[0]), height: Math.max(0, to[1] - from[1]) };
}
