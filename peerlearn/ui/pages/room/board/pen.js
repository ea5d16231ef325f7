/**
 * The pen in a hand: what a mouse or a pen draws freely, from where it is put down to the finished stroke.
 *
 * The drawing library copies all that is on the board whenever a pen is put down, and paints it anew when the pen is
 * lifted: with thousands of elements there each takes longer than the first move of a hand. So strokes are made here,
 * painted over the picture, and given to the library when the hand rests. Fingers, and whatever else a press may mean,
 * are left to the library. Knows neither React nor the library.
 */

const NONE = 0.5; // the pressure that browsers give when nothing measures any
const DOT = 0.0001; // what is drawn has some size
// Some browsers tell of a move at once, and not only with the next frame.
const MOVED = "onpointerrawupdate" in window ? "pointerrawupdate" : "pointermove";

export class Pen {
  #root;
  #hand;
  #under = null; // the stroke that the hand has not let go of
  #heard = new AbortController();
  #moves = new AbortController();

  /**
   * @param root where presses are heard
   * @param hand {takes(event), start(), at(event), drawing(stroke), drew(stroke), other(event)}: whether a press is this
   *   pen's, the stroke that it begins, without its points, where on the board an event is ({x, y}), a stroke under way,
   *   a finished one, and any other press or key
   */
  constructor(root, hand) {
    this.#root = root;
    this.#hand = hand;
    const hear = (where, name, act) =>
      where.addEventListener(name, act, { capture: true, signal: this.#heard.signal });
    hear(document, "pointerdown", (event) => this.#down(event));
    hear(document, "pointermove", (event) => this.#isOurs(event) && event.stopPropagation());
    for (const end of ["pointerup", "pointercancel"]) hear(document, end, (event) => this.#up(event));
    hear(document, "keydown", (event) => this.#hand.other(event));
  }

  /** Whether the hand has not let go of its stroke. */
  get isDown() {
    return this.#under !== null;
  }

  /** Hear nothing any more. */
  close() {
    this.#heard.abort();
    this.#letGo();
  }

  #down(event) {
    if (this.#under) return;
    if (!this.#root.contains(event.target) || !this.#hand.takes(event)) return this.#hand.other(event);
    event.stopPropagation();
    const { x, y } = this.#hand.at(event);
    this.#under = new Stroke(event, { ...this.#hand.start(), x, y });
    this.#moves = new AbortController(); // they come often: heard of only as long as they count
    document.addEventListener(MOVED, (move) => this.#move(move), { capture: true, signal: this.#moves.signal });
  }

  #move(event) {
    if (!this.#isOurs(event)) return;
    const passed = event.getCoalescedEvents?.() ?? [];
    const wasMoved = (passed.length ? passed : [event]).map((each) => this.#take(each)).includes(true);
    if (wasMoved) this.#hand.drawing(this.#under.asElement());
  }

  #up(event) {
    if (!this.#isOurs(event)) return;
    event.stopPropagation();
    if (event.type === "pointerup") this.#take(event);
    const stroke = this.#under;
    this.#letGo();
    this.#hand.drew(stroke.finished());
  }

  #letGo() {
    this.#moves.abort();
    this.#under = null;
  }

  #isOurs({ pointerId }) {
    return pointerId === this.#under?.pointer;
  }

  #take(event) {
    return this.#under.add(this.#hand.at(event), event.pressure);
  }
}

/** The points under a hand, relative to the first, as an element of the library's. */
class Stroke {
  pointer;

  #base;
  #points = [[0, 0]];
  #pressures;
  #box = { left: 0, top: 0, right: 0, bottom: 0 };
  #version = 1;

  constructor({ pointerId, pressure }, base) {
    this.pointer = pointerId;
    this.#base = { ...base, simulatePressure: pressure === NONE };
    this.#pressures = pressure === NONE ? null : [pressure];
  }

  /** One more point; false when it is where the last one is. */
  add({ x, y }, pressure) {
    const [across, down] = [x - this.#base.x, y - this.#base.y];
    const [lastAcross, lastDown] = this.#points.at(-1);
    if (across === lastAcross && down === lastDown) return false;
    this.#points.push([across, down]);
    this.#pressures?.push(pressure);
    const { left, top, right, bottom } = this.#box;
    this.#box = {
      left: Math.min(left, across),
      top: Math.min(top, down),
      right: Math.max(right, across),
      bottom: Math.max(bottom, down),
    };
    this.#version += 1;
    return true;
  }

  /** As it is now; what comes after shows in the same points. */
  asElement() {
    const { left, top, right, bottom } = this.#box;
    const size = { width: right - left, height: bottom - top };
    return { ...this.#base, ...size, points: this.#points, pressures: this.#pressures ?? [], version: this.#version };
  }

  /** As it stays: what was only put down is a dot. */
  finished() {
    if (this.#points.length === 1) this.add({ x: this.#base.x + DOT, y: this.#base.y + DOT }, this.#pressures?.[0]);
    return this.asElement();
  }
}
