/**
 * Words that must arrive, over a line that may drop, double or forget them.
 *
 * `Outbox` keeps what was said, in order, until it is known to have arrived, and says it again
 * until then. `Inbox` is the other end: it puts numbered things back in order, each of them once.
 * What the words mean, and how they travel, is left to the caller.
 */

export class Outbox {
  #say;
  #gather;
  #patience;
  #slowest;
  #waited;
  #kept = [];
  #held = false;
  #gathering = 0;
  #repeating = 0;

  /**
   * @param say called with a list of items, oldest first
   * @param gather milliseconds to collect items that are not urgent into one list
   * @param patience milliseconds without progress before everything unsettled is said again
   * @param slowest the longest pause between repetitions, which grow while nothing comes back
   */
  constructor(say, { gather = 20, patience = 2500, slowest = 10_000 } = {}) {
    this.#say = say;
    this.#gather = gather;
    this.#patience = patience;
    this.#slowest = slowest;
    this.#waited = patience;
  }

  /** The items that are not known to have arrived, oldest first. */
  get unsettled() {
    return this.#kept.map(({ item }) => item);
  }

  /** Keep an item and say it: at once if urgent, else with the others of the next moment. */
  add(item, { urgent = false } = {}) {
    this.#kept.push({ item, said: false });
    if (this.#held) return;
    if (urgent) this.#sayNew();
    else this.#gathering ||= setTimeout(() => this.#sayNew(), this.#gather);
  }

  /** Let go of what has arrived. Progress makes the outbox patient again. */
  settle(hasArrived) {
    const left = this.#kept.filter(({ item }) => !hasArrived(item));
    if (left.length === this.#kept.length) return;
    this.#kept = left;
    this.#waited = this.#patience;
    this.#waitForProgress();
  }

  /** Say nothing for now: there is nobody to hear it. */
  hold() {
    this.#held = true;
    this.#stopTimers();
  }

  /** Say everything unsettled again, now: somebody is there (again). */
  resume() {
    this.#held = false;
    this.#waited = this.#patience;
    this.#sayAll();
  }

  /** Forget everything and fall silent. */
  close() {
    this.#kept = [];
    this.hold();
  }

  #sayNew() {
    const fresh = this.#kept.filter((entry) => !entry.said);
    this.#tell(fresh);
    if (!this.#repeating) this.#waitForProgress();
  }

  #sayAll() {
    this.#tell(this.#kept);
    this.#waitForProgress();
  }

  #tell(entries) {
    clearTimeout(this.#gathering);
    this.#gathering = 0;
    if (!entries.length) return;
    for (const entry of entries) entry.said = true;
    this.#say(entries.map(({ item }) => item));
  }

  #waitForProgress() {
    clearTimeout(this.#repeating);
    this.#repeating = 0;
    if (this.#held || !this.#kept.length) return;
    this.#repeating = setTimeout(() => {
      this.#waited = Math.min(this.#waited * 1.5, this.#slowest);
      this.#sayAll();
    }, this.#waited);
  }

  #stopTimers() {
    clearTimeout(this.#gathering);
    clearTimeout(this.#repeating);
    this.#gathering = this.#repeating = 0;
  }
}

export class Inbox {
  #next = 1;
  #early = new Map();

  /** The number of the last item that came out in order; 0 before the first. */
  get upTo() {
    return this.#next - 1;
  }

  /** The items that are next in order: those after a gap wait, those seen before are dropped. */
  take(numbered) {
    for (const item of numbered) {
      if (item.n >= this.#next) this.#early.set(item.n, item);
    }
    const ready = [];
    while (this.#early.has(this.#next)) {
      ready.push(this.#early.get(this.#next));
      this.#early.delete(this.#next);
      this.#next += 1;
    }
    return ready;
  }
}
