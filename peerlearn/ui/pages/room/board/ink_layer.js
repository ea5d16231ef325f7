/**
 * Strokes under way on the other side, painted over the picture until they are a part of it.
 *
 * To put one point into a picture of thousands of elements takes the drawing library longer than a hand takes to its
 * next one. Here only the strokes that move are painted, as the library will paint them in the end.
 */

export class InkLayer {
  #canvas = document.createElement("canvas");
  #view;
  #outline;
  #strokes = new Map();
  #settled = new Set(); // in the picture, which is painted in a moment of its own
  #frame = 0;

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

  /** The picture has these elements: what of them is painted here as well goes once the picture shows it. */
  settle(elements) {
    if (!this.#strokes.size) return;
    for (const { id, version } of elements) if (this.#strokes.get(id)?.version <= version) this.#settled.add(id);
    this.#repaint();
  }

  /** Paint nothing any more. */
  remove() {
    cancelAnimationFrame(this.#frame);
    this.#canvas.remove();
  }

  #repaint() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#paint();
      for (const id of this.#settled) this.#strokes.delete(id);
      if (this.#settled.size) this.#repaint();
      this.#settled.clear();
    });
  }

  #paint() {
    const { scrollX, scrollY, zoom, width, height } = this.#view();
    const dots = devicePixelRatio;
    Object.assign(this.#canvas, { width: width * dots, height: height * dots }); // clears it, too
    Object.assign(this.#canvas.style, { width: `${width}px`, height: `${height}px` });
    const paint = this.#canvas.getContext("2d");
    const scale = zoom * dots;
    for (const stroke of this.#strokes.values()) {
      paint.setTransform(scale, 0, 0, scale, (scrollX + stroke.x) * scale, (scrollY + stroke.y) * scale);
      paint.globalAlpha = stroke.opacity / 100;
      paint.fillStyle = stroke.strokeColor;
      paint.fill(new Path2D(this.#outline(stroke)));
    }
  }
}
