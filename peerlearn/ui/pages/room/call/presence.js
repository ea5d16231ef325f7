/**
 * Whether the other person sits in the lesson: as the server says, and for a moment as they say themselves.
 *
 * Their own word comes straight from their browser and is faster; a browser may say anything, so it counts once and
 * briefly. Nobody stays in a lesson without a seat, for with the seat come its clock and its price.
 */

const EARLY_WORD = 10_000;

export class Presence {
  #doubted;
  #seated = false;
  #joined = false;
  #saidAt = null; // when they said so first
  #timer = 0;

  /** @param doubted () their word has just ceased to count */
  constructor(doubted) {
    this.#doubted = doubted;
  }

  /** Somebody new is across. */
  meet(seated) {
    this.#seated = seated;
    this.#joined = false;
    this.#saidAt = null;
  }

  /** What the server says; the last it said holds while it is away. */
  set seated(seated) {
    this.#seated = seated;
  }

  /** What they say themselves. */
  hear(joined) {
    this.#joined = joined;
    if (joined) this.#saidAt ??= performance.now();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#doubted(), EARLY_WORD);
  }

  get isIn() {
    return this.#seated || (this.#joined && performance.now() - this.#saidAt < EARLY_WORD);
  }

  close() {
    clearTimeout(this.#timer);
  }
}
