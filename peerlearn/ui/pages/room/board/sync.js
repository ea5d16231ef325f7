/**
 * Keeps one tab's board in step with the server's and with the other tab's.
 *
 * The bytes of a picture go the same way as what is drawn, once, as a thing of their own that never changes; what shows
 * them is an element like all others.
 *
 * The server may forget this tab at any moment, and any message may be lost or come twice. Knows neither React nor
 * the drawing library.
 */

import { BoardScene, byPlace, nameOf, wins, withShortNumbers } from "./scene.js";

const GATHER = 40; // milliseconds in which finished elements become one batch
const AGAIN = 2_500; // an unanswered word is said again
const SHOW_EVERY = 400; // of a long page that comes in many parts
const INK_EVERY = 24;
const INK_SETTLES = 300; // after the last point of the other side, what it draws becomes part of the picture
const FEW = 20; // new strokes that are painted over the picture before they become part of it
const NAMED_EVERY = 100;
const LARGEST_INK = 60_000; // one message of the channel
const KINDS = new Set(["rectangle", "diamond", "ellipse", "arrow", "line", "freedraw", "text", "frame", "image"]);
const PICTURE = "picture";

export class BoardSync {
  #surface;
  #scene = new BoardScene();
  #known = 0; // the number of the last change of the server's that is in the picture
  #news = null;
  #begun = false;
  #allowed = false;
  #held = "";
  #arrived = []; // of a page that is still coming, and not in the picture yet
  #shownAt = 0;
  #pictures = new Map(); // by their names
  #flying = null;
  #call = null;
  #inkAt = 0;
  #inked = "";
  #underway = new Map(); // strokes of the other side that are painted, and not in the picture yet
  #timers = { gather: 0, again: 0, catchUp: 0, ink: 0, dry: 0, settle: 0, name: 0 };

  /**
   * @param surface {draw(id, batch), catchUp(after), elements(), restored(elements), show(elements), paint(stroke),
   *   pictures(some), drop(names), named(name)}: to the server, from and to the picture, over it, pictures that
   *   elements show, those that nobody keeps, and the whole picture's name for whoever compares two
   */
  constructor(surface) {
    this.#surface = surface;
  }

  /** The picture can be drawn now: ask for what the server has. */
  begin() {
    this.#begun = true;
    this.#timers.dry ||= setInterval(() => this.#gather(), AGAIN);
    this.hear(this.#news ?? { since: 0, upto: -1, more: false, elements: [] });
  }

  /** Whether this person may draw. */
  allow(allowed) {
    this.#allowed = allowed;
    this.#gather();
  }

  /** A picture that an element here is about to show. */
  addPicture(name, dataURL) {
    this.#pictures.set(name, { id: name, type: PICTURE, version: 1, versionNonce: 0, dataURL });
  }

  /** Send ink to this call's other side. */
  inkTo(call) {
    this.#call = call;
  }

  /** The picture changed here, or was made to. */
  changed({ newElement, editingTextElement }) {
    if (!this.#begun) return;
    const held = newElement?.id ?? editingTextElement?.id ?? "";
    const letGo = this.#held && this.#held !== held ? this.#held : "";
    this.#held = held;
    this.#timers.name ||= setTimeout(() => this.#name(), NAMED_EVERY);
    if (newElement) this.#ink(newElement.id);
    if (letGo) this.#inkNow(letGo);
    this.#gather(letGo ? 0 : GATHER);
  }

  /** What the server has that we may not have. */
  hear(news) {
    this.#news = news;
    if (!this.#begun) return;
    clearTimeout(this.#timers.catchUp);
    this.#timers.catchUp = 0;
    if (news.upto < 0 || news.since > this.#known) return this.#catchUp();
    for (const text of news.elements) this.#arrived.push(JSON.parse(text));
    if (!news.more || performance.now() - this.#shownAt > SHOW_EVERY) this.#showArrived();
    this.#known = Math.max(this.#known, news.upto);
    if (news.more) this.#catchUp();
  }

  /** A stroke under way on the other side. */
  hearInk(data) {
    const element = understood(data);
    if (!this.#begun || !element) return;
    const known = this.#underway.get(element.id) ?? this.#surface.elements().find(({ id }) => id === element.id);
    if (known && !wins(element, known)) return;
    if (element.type !== "freedraw") return this.#merge([element], { isInk: true });
    this.#paint(element);
  }

  /** The server has taken the batch of this name, but for the elements it refused: those go from the picture. */
  take({ name, refused }) {
    if (!this.#flying || name !== this.#flying.name) return;
    this.#scene.settle(this.#flying.batch.filter(({ id }) => !refused.includes(id)));
    this.#flying = null;
    clearTimeout(this.#timers.again);
    const nowhere = refused.filter((id) => this.#pictures.delete(id));
    if (nowhere.length) this.#surface.drop(nowhere);
    const picture = this.#scene.without(this.#surface.elements(), refused, { isHeld: this.#isHeld });
    if (picture) this.#surface.show(this.#surface.restored(picture));
    this.#gather();
  }

  /** Fall silent. */
  close() {
    for (const timer of Object.values(this.#timers)) clearTimeout(timer);
    this.#begun = false;
  }

  #showArrived() {
    const arrived = this.#arrived;
    this.#arrived = [];
    this.#shownAt = performance.now();
    if (!this.#areNewStrokes(arrived)) return this.#merge(arrived, { isInk: false });
    this.#scene.hear(arrived);
    const isNewer = (stroke) => !this.#underway.has(stroke.id) || wins(stroke, this.#underway.get(stroke.id));
    for (const stroke of arrived.filter(isNewer)) this.#paint(stroke);
  }

  /** Few, and of the pen, on a page that is there already: the library would put thousands in order for each. */
  #areNewStrokes(arrived) {
    if (!this.#known || arrived.length > FEW) return false;
    if (arrived.some(({ type, isDeleted }) => type !== "freedraw" || isDeleted)) return false;
    const names = new Set(arrived.map(({ id }) => id));
    return !this.#surface.elements().some(({ id }) => names.has(id));
  }

  /** Over the picture at once; in it when the other side's hand has rested. */
  #paint(element) {
    const [stroke] = this.#surface.restored([element]);
    if (!stroke) return;
    this.#surface.paint(stroke);
    this.#underway.set(element.id, element);
    clearTimeout(this.#timers.settle);
    this.#timers.settle = setTimeout(() => this.#settleInk(), INK_SETTLES);
  }

  #name() {
    this.#timers.name = 0;
    this.#surface.named(nameOf(this.#surface.elements()));
  }

  #settleInk() {
    const strokes = [...this.#underway.values()];
    this.#underway.clear();
    this.#merge(strokes, { isInk: true });
  }

  #isHeld = (id) => id === this.#held;

  #merge(arrived, { isInk }) {
    if (!arrived.length) return;
    this.#scene.hear(arrived, { isInk });
    const pictures = arrived.filter(({ type }) => type === PICTURE);
    for (const picture of pictures) this.#pictures.set(picture.id, picture);
    if (pictures.length) this.#surface.pictures(pictures);
    // In their order: of what lies out of order, restoring makes a version of its own.
    const elements = this.#surface.restored(arrived.filter(({ type }) => type !== PICTURE).sort(byPlace));
    const picture = this.#scene.merge(this.#surface.elements(), elements, { isHeld: this.#isHeld });
    if (picture) this.#surface.show(picture);
  }

  #catchUp() {
    clearTimeout(this.#timers.catchUp);
    this.#timers.catchUp = setTimeout(() => this.#catchUp(), AGAIN);
    this.#surface.catchUp(this.#known);
  }

  /** Send in a moment what is left to send; what a hand let go is whole, and goes at once. */
  #gather(within = GATHER) {
    if (!this.#allowed || !this.#begun || this.#flying) return;
    if (!within) return this.#send(); // before the library paints what was let go, which takes it longer
    this.#timers.gather ||= setTimeout(() => this.#send(), within);
  }

  #send() {
    clearTimeout(this.#timers.gather);
    this.#timers.gather = 0;
    if (this.#flying) return;
    const all = [...this.#pictures.values(), ...this.#surface.elements()]; // a picture before what shows it
    const batch = this.#scene.unsent(all, { isHeld: this.#isHeld });
    if (!batch.length) return;
    this.#flying = { name: crypto.randomUUID(), batch };
    this.#say();
  }

  #say() {
    this.#surface.draw(this.#flying.name, this.#flying.batch);
    this.#timers.again = setTimeout(() => this.#say(), AGAIN);
  }

  #ink(id) {
    this.#inked = id;
    if (this.#timers.ink) return;
    const wait = this.#inkAt + INK_EVERY - performance.now();
    if (wait <= 0) this.#inkNow(id);
    else this.#timers.ink = setTimeout(() => this.#inkNow(this.#inked), wait);
  }

  #inkNow(id) {
    clearTimeout(this.#timers.ink);
    this.#timers.ink = 0;
    this.#inkAt = performance.now();
    const element = this.#surface.elements().find((each) => each.id === id);
    if (!element || !this.#allowed || element.type === "text" || (!element.width && !element.height)) return;
    const text = JSON.stringify(withShortNumbers(element));
    if (text.length <= LARGEST_INK) this.#call?.tell("ink", text);
  }
}

function understood(data) {
  try {
    const element = JSON.parse(data);
    if (!KINDS.has(element?.type) || typeof element.id !== "string" || !Number.isInteger(element.version)) return null;
    return element.type !== "freedraw" || element.points.every(Array.isArray) ? element : null;
  } catch {
    return null;
  }
}
