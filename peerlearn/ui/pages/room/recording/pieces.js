/**
 * Numbers what a recorder hands out, from 0. The first piece holds enough to tell what it is: a recorder that has seen
 * no picture within its first second hands out a single byte, and the server takes that for no recording.
 */

const ENOUGH = 64; // bytes; a WebM file says in fewer that it is one

export class Pieces {
  #send;
  #next = 0;
  #held = [];

  /** @param send (seq, body): takes one piece after the other */
  constructor(send) {
    this.#send = send;
  }

  add(body) {
    this.#held.push(body);
    const piece = new Blob(this.#held);
    if (piece.size === 0 || (this.#next === 0 && piece.size < ENOUGH)) return;
    this.#held = [];
    this.#send(this.#next++, piece);
  }
}
