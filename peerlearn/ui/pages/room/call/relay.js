/**
 * Keeps the relay's credentials fresh: asks for new ones before they end, and when the relay refuses them.
 *
 * Who gives them, and what uses them, is left to the caller.
 */

const RENEW_AFTER = 0.75; // of the time they are good for
const PAUSES = [1_000, 4_000, 15_000, 60_000]; // before asking once more; the last one for good
const FORGOTTEN_AFTER = 120_000; // trouble as old as this does not make anybody wait

export class Relay {
  #renew;
  #username = "";
  #ends = 0;
  #asking = 0;
  #askedAt = -Infinity;
  #times = 0;

  /** @param renew asks for fresh credentials; they come by `learn`, or not at all */
  constructor(renew) {
    this.#renew = renew;
  }

  /** Learn of the servers in force; their credentials are good for so many milliseconds, or there are none (0). */
  learn(servers, goodFor) {
    const username = goodFor ? servers.find((server) => server.username)?.username ?? "" : "";
    if (username === this.#username) return;
    this.#username = username;
    this.close();
    if (username) this.#ends = setTimeout(() => this.#ask(), goodFor * RENEW_AFTER);
  }

  /** The relay would not have us: a computer that slept for hours brings old credentials. */
  refused() {
    if (this.#asking || !this.#username) return;
    this.#asking = setTimeout(() => this.#ask(), this.#pause());
  }

  /** Ask no more. */
  close() {
    clearTimeout(this.#ends);
    clearTimeout(this.#asking);
    this.#asking = 0;
  }

  /** A server that is down hears nothing, so it is asked until the answer is there. */
  #ask() {
    clearTimeout(this.#asking);
    this.#times = this.#pause() ? this.#times + 1 : 1;
    this.#askedAt = performance.now();
    this.#renew();
    this.#asking = setTimeout(() => this.#ask(), this.#pause());
  }

  #pause() {
    const lately = performance.now() - this.#askedAt < FORGOTTEN_AFTER;
    return lately ? PAUSES[Math.min(this.#times, PAUSES.length) - 1] : 0;
  }
}
