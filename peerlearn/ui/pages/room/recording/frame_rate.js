/**
 * How many pictures a second a browser can record. It keeps up to ten that wait to be encoded, and on a busy machine
 * these are seconds, which a browser that dies takes with it; so whoever falls behind is given fewer.
 */

const RATES = [15, 10, 7, 5, 3];
const LATE = 1_000; // milliseconds behind
const PUNCTUAL = 500;
const TRIED_AGAIN_AFTER = 10; // pieces that were punctual, one after the other

export class FrameRate {
  #step = 0;
  #punctual = 0;
  #before = 0;

  /** Pictures a second. */
  get now() {
    return RATES[this.#step];
  }

  /** Learn how many milliseconds the newest piece was behind. */
  hear(behind) {
    const grows = behind > this.#before - 100; // what waits is being worked off otherwise
    this.#before = behind;
    this.#punctual = behind < PUNCTUAL ? this.#punctual + 1 : 0;
    if (behind > LATE && grows) this.#step = Math.min(this.#step + 1, RATES.length - 1);
    if (this.#punctual < TRIED_AGAIN_AFTER) return;
    this.#punctual = 0;
    this.#step = Math.max(this.#step - 1, 0);
  }
}
