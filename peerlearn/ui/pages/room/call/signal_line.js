/**
 * The line between this tab and the one across that leads through our server: numbered signals, each heard once and in
 * order, said again until the other side has acknowledged them.
 *
 * The server may forget everything at any moment; who is there, and what the signals mean, is left to the caller.
 */

import { Inbox, Outbox } from "./outbox.js";

const ACKNOWLEDGE_AFTER = 500; // the sender waits far longer, and while a call is made every message costs it time
const ACKNOWLEDGE_REPEATED_AFTER = 1_000;

export class SignalLine {
  /** The tab across, by its own name for itself; "" before anybody was met. */
  peer = "";
  /** Whether that tab is known to be there now. */
  listens = false;

  #own;
  #report;
  #hear;
  #onArrived;
  #lastNumber = 0;
  #inbox = new Inbox();
  #outbox;
  #acknowledging = 0;
  #acknowledged = 0;

  /**
   * @param own this tab's name for itself
   * @param report {signals(batch), acknowledge(sender, upTo)}: functions that tell the server
   * @param hear (kind, body) a signal of the tab across, in order
   * @param onArrived (upTo) the tab across has handled our signals up to this number
   */
  constructor({ own, report, hear, onArrived }) {
    this.#own = own;
    this.#report = report;
    this.#hear = hear;
    this.#onArrived = onArrived;
    this.#outbox = new Outbox((signals) => report.signals(signals));
  }

  /** Begin anew with another tab across. */
  meet(peer) {
    this.peer = peer;
    this.listens = true;
    this.#outbox.close();
    this.#inbox = new Inbox();
    this.#lastNumber = this.#acknowledged = 0;
    this.#outbox.resume();
  }

  /** The tab across is there, or is not at present; what it has not heard is said again when it is. */
  follow(isThere) {
    if (!isThere) this.#outbox.hold();
    else if (!this.listens) this.#outbox.resume();
    this.listens = isThere;
  }

  /** Say something to the tab across; its number, or 0 when there is nobody. */
  say(kind, body, { urgent = true } = {}) {
    if (!this.peer) return 0;
    this.#lastNumber += 1;
    const [sender, receiver, n] = [this.#own, this.peer, this.#lastNumber];
    this.#outbox.add({ sender, receiver, n, kind, body: JSON.stringify(body) }, { urgent });
    return n;
  }

  /** Take what the server has for us: a receipt, and signals of the tab across. */
  take({ inbox, acknowledged: { receiver, up_to: upTo } }) {
    if (!this.peer) return;
    if (receiver === this.peer) {
      this.#outbox.settle((signal) => signal.n <= upTo);
      this.#onArrived(upTo);
    }
    const forUs = inbox.filter((signal) => signal.sender === this.peer && signal.receiver === this.#own);
    if (!forUs.length) return;
    for (const { kind, body } of this.#inbox.take(forUs)) this.#hear(kind, understood(body));
    this.#acknowledgeSoon();
  }

  /** Let the tab across know at once that it is heard. */
  acknowledgeNow() {
    clearTimeout(this.#acknowledging);
    this.#acknowledging = 0;
    if (!this.#inbox.upTo) return;
    this.#acknowledged = this.#inbox.upTo;
    this.#report.acknowledge(this.peer, this.#acknowledged);
  }

  close() {
    clearTimeout(this.#acknowledging);
    this.#outbox.close();
  }

  /** A repeated signal means that our word was lost: say it again, but not in answer to every echo. */
  #acknowledgeSoon() {
    const peer = this.peer;
    const repeated = this.#inbox.upTo === this.#acknowledged;
    this.#acknowledging ||= setTimeout(() => {
      this.#acknowledging = 0;
      if (peer === this.peer) this.acknowledgeNow();
    }, repeated ? ACKNOWLEDGE_REPEATED_AFTER : ACKNOWLEDGE_AFTER);
  }
}

function understood(body) {
  try {
    return JSON.parse(body) ?? {};
  } catch {
    return {};
  }
}
