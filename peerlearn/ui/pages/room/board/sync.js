/**
 * Keeps one tab's board in step with the server's and with the other tab's.
 *
 * The bytes of a picture go the same way as what is drawn, once, as a thing of their own that never changes; what shows
 * them is an element like all others.
 *
 * The server may forget this tab at any moment, and any message may be lost or come twice. Knows neither React nor
 * the drawing library.
 */

import { InkLine, understood } from "./ink_line.js";
import { BoardScene, byPlace, nameOf, wins } from "./scene.js";

const GATHER = 40; // milliseconds in which finished elements become one batch
const AGAIN = 2_500; // an unanswered word is said again
const SHOW_EVERY = 400; // of a long page that comes in many parts
// What a hand drew becomes part of the picture when it has rested so long: a large one is long in being put in order.
const RESTS = 200;
const RESTS_WELL = 1_000;
const LARGE = 500; // elements
const FEW = 20; // new strokes that are painted over the picture before they become part of it
const NAMED_EVERY = 100;
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
  #ink = new InkLine();
  #underway = new Map(); // strokes of the other side that are painted, and not in the picture yet
  #drawn = new Map(); // the same, of this side's pen
  #isDrawing = false;
  #timers = { gather: 0, again: 0, catchUp: 0, dry: 0, settle: 0, settleDrawn: 0, name: 0 };

  /**
   * @param surface {draw(id, batch), catchUp(after)}: to the server; {elements(), restored(elements), show(elements),
   *   keep(elements)}: from and to the picture, and to it as what was drawn here; {paint(stroke), unpaint(ids)}: over
   *   it; {pictures(some), drop(names)}: those that elements show, and those that nobody keeps; {named(name)}: the
   *   whole picture's name for whoever compares two
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
    this.#ink.call = call;
  }

  /** The picture changed here, or was made to. */
  changed({ newElement, editingTextElement }) {
    if (!this.#begun) return;
    const held = newElement?.id ?? editingTextElement?.id ?? "";
    const letGo = this.#held && this.#held !== held ? this.#held : "";
    this.#held = held;
    this.#timers.name ||= setTimeout(() => this.#name(), NAMED_EVERY);
    if (newElement && this.#allowed) this.#ink.say(newElement);
    if (letGo && this.#allowed) this.#ink.sayNow(this.#surface.elements().find(({ id }) => id === letGo));
    this.#gather(letGo ? 0 : GATHER);
  }

  /** A new stroke of the pen gets a place above all there is. */
  placed(stroke) {
    const top = [...this.#drawn.values()].at(-1) ?? this.#surface.elements().at(-1);
    return this.#surface.restored(top ? [top, stroke] : [stroke]).at(-1);
  }

  /** A stroke under the pen. */
  drawing(stroke) {
    this.#isDrawing = true;
    clearTimeout(this.#timers.settleDrawn);
    this.#surface.paint(stroke);
    this.#ink.say(stroke);
  }

  /** The pen was lifted: the stroke goes to the other tab and to the server, and into the picture when the hand rests. */
  drew(stroke) {
    this.#isDrawing = false;
    this.#surface.paint(stroke);
    this.#drawn.set(stroke.id, stroke);
    this.#ink.sayNow(stroke);
    this.#gather(0);
    clearTimeout(this.#timers.settleDrawn);
    this.#timers.settleDrawn = setTimeout(() => this.settleDrawn(), this.#rest);
  }

  /** The pen's strokes become part of the picture, one by one, so that each can be undone. */
  settleDrawn() {
    clearTimeout(this.#timers.settleDrawn);
    for (const stroke of this.#drawn.values()) {
      const picture = this.#scene.merge(this.#surface.elements(), [stroke]);
      if (picture) this.#surface.keep(picture);
    }
    this.#drawn.clear();
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
    for (const id of refused) this.#drawn.delete(id);
    this.#surface.unpaint(refused);
    const picture = this.#scene.without(this.#surface.elements(), refused, { isHeld: this.#isHeld });
    if (picture) this.#surface.show(this.#surface.restored(picture));
    this.#gather();
  }

  /** Fall silent. */
  close() {
    for (const timer of Object.values(this.#timers)) clearTimeout(timer);
    this.#ink.close();
    this.#begun = false;
  }

  #showArrived() {
    const arrived = this.#arrived;
    this.#arrived = [];
    this.#shownAt = performance.now();
    if (!this.#areNewStrokes(arrived)) return this.#merge(arrived, { isInk: false });
    this.#scene.hear(arrived);
    const isNewer = (stroke) => !this.#painted(stroke.id) || wins(stroke, this.#painted(stroke.id));
    for (const stroke of arrived.filter(isNewer)) this.#paint(stroke);
  }

  #painted(id) {
    return this.#underway.get(id) ?? this.#drawn.get(id);
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
    this.#settleInkLater();
  }

  #settleInkLater() {
    clearTimeout(this.#timers.settle);
    this.#timers.settle = setTimeout(() => this.#settleInk(), this.#rest);
  }

  get #rest() {
    return this.#surface.elements().length > LARGE ? RESTS_WELL : RESTS;
  }

  #name() {
    this.#timers.name = 0;
    this.#surface.named(nameOf(this.#surface.elements()));
  }

  #settleInk() {
    if (this.#isDrawing) return this.#settleInkLater(); // it takes longer than a hand to its next point
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
    const isNew = ({ id, ...element }) => !this.#drawn.has(id) || wins(element, this.#drawn.get(id));
    const news = arrived.filter((element) => element.type !== PICTURE && isNew(element));
    const elements = this.#surface.restored(news.sort(byPlace));
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
    // A picture before what shows it.
    const all = [...this.#pictures.values(), ...this.#surface.elements(), ...this.#drawn.values()];
    const batch = this.#scene.unsent(all, { isHeld: this.#isHeld });
    if (!batch.length) return;
    this.#flying = { name: crypto.randomUUID(), batch };
    this.#say();
  }

  #say() {
    this.#surface.draw(this.#flying.name, this.#flying.batch);
    this.#timers.again = setTimeout(() => this.#say(), AGAIN);
  }
}
