/** Strokes under way, from tab to tab: over a channel on which any of them may be lost, as the next one says more. */

import { withShortNumbers } from "./scene.js";

const EVERY = 24; // milliseconds
const LARGEST = 60_000; // one message of the channel
const KINDS = new Set(["rectangle", "diamond", "ellipse", "arrow", "line", "freedraw", "text", "frame", "image"]);

export class InkLine {
  /** The call to whose other side they go, or null. */
  call = null;

  #next = null;
  #saidAt = 0;
  #timer = 0;

  /** This is what is under the hand now: it, or what comes after it, goes in a moment. */
  say(element) {
    this.#next = element;
    if (this.#timer) return;
    const wait = this.#saidAt + EVERY - performance.now();
    if (wait <= 0) this.sayNow(element);
    else this.#timer = setTimeout(() => this.sayNow(this.#next), wait);
  }

  /** This is what a hand has let go of. */
  sayNow(element) {
    this.close();
    this.#saidAt = performance.now();
    if (!element || element.type === "text" || (!element.width && !element.height)) return;
    const text = JSON.stringify(withShortNumbers(element));
    if (text.length <= LARGEST) this.call?.tell("ink", text);
  }

  /** Say nothing that waits. */
  close() {
    clearTimeout(this.#timer);
    this.#timer = 0;
  }
}

/** The element in what the other side said, or null. */
export function understood(data) {
  try {
    const element = JSON.parse(data);
    if (!KINDS.has(element?.type) || typeof element.id !== "string" || !Number.isInteger(element.version)) return null;
    return element.type !== "freedraw" || element.points.every(Array.isArray) ? element : null;
  } catch {
    return null;
  }
}
