/**
 * Brings the pieces of a recording to the server, strictly one after the other, again and again over a line or a
 * server that is away. The server knows each by its number, so that one which came through twice is kept once.
 */

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 5_000;
const WITHIN = 20_000; // one piece; a line that takes longer is tried anew
const LATER = new Set([408, 425, 429]); // as everything from 500 on, but for a full store
const FULL = 507;

export class PieceSender {
  #door;
  #left = [];
  #busy = false;
  #refused = false;

  /** @param door where the pieces go */
  constructor(door) {
    this.#door = door;
  }

  /** Send a piece when all before it are there. */
  add(part, seq, body) {
    this.#left.push({ path: `${part}/${seq}`, body });
    this.#work();
  }

  /** There are no more; the server may join them when it has all. */
  end() {
    this.#left.push({ path: "sent", body: null });
    this.#work();
  }

  async #work() {
    if (this.#busy) return;
    this.#busy = true;
    let pause = FIRST_PAUSE;
    while (this.#left.length > 0 && !this.#refused) {
      const outcome = await this.#send(this.#left[0]);
      if (outcome === "again") {
        await new Promise((done) => setTimeout(done, pause));
        pause = Math.min(pause * 2, LONGEST_PAUSE);
        continue;
      }
      pause = FIRST_PAUSE;
      this.#refused = outcome === "no";
      this.#left.shift();
    }
    if (this.#refused) this.#left = []; // what comes after a piece that is refused fits nowhere
    this.#busy = false;
  }

  async #send({ path, body }) {
    try {
      const how = { method: "POST", body, signal: AbortSignal.timeout(WITHIN) };
      const { ok, status } = await fetch(`${this.#door}/${path}`, how);
      if (ok) return "kept";
      return LATER.has(status) || (status >= 500 && status !== FULL) ? "again" : "no";
    } catch {
      return "again";
    }
  }
}
