/**
 * Feels whether a call is alive, a few times a second, by what arrives and never by the name of a state: bytes, and
 * pictures made of them. Each side beats on the control channel, so that something always arrives over a line that
 * works, also from somebody without camera and microphone.
 */

import { PLACES } from "./places.js";

const EVERY = 400;
const SILENT_AFTER = 1_500;
const STUCK_AFTER = 300; // packets came all that time, and no picture
const ASK_AGAIN_AFTER = 1_000;
const STILL_AFTER = 1_000;
const FACE = PLACES.findIndex(({ name }) => name === "video"); // a screen may well stand still

export class Pulse {
  /** Whether nothing has arrived for a while. */
  silent = false;

  #report;
  #pc = null;
  #timer = 0;
  #beat;
  #last = null;
  #heardAt = 0;
  #pictures = new Map();
  #askedAt = 0;
  #portrait = { frames: -1, since: 0, still: false };

  /**
   * @param beat () sends a sign of life
   * @param report {onSilence(), onSound(), onStuck(), onStill(still)}: nothing arrives; something does again; packets
   *   make no picture; whether the other person's picture stands still, or moves again
   */
  constructor({ beat, ...report }) {
    this.#beat = beat;
    this.#report = report;
  }

  /** Feel this connection from now on; null for none. */
  watch(pc) {
    if (pc === this.#pc) return;
    clearInterval(this.#timer);
    this.#pc = pc;
    this.#pictures.clear();
    this.#last = null;
    this.#timer = pc ? setInterval(() => this.#feel(), EVERY) : 0;
    this.#heardAt = performance.now();
  }

  /** A new call begins: whatever was silent belonged to the old one. */
  forgive() {
    this.silent = false;
    this.#heardAt = performance.now();
  }

  async #feel() {
    const pc = this.#pc;
    this.#beat();
    const reports = await pc.getStats();
    if (pc !== this.#pc) return;
    const now = performance.now();
    const felt = feelings(reports);
    const late = this.#last !== null && now - this.#last.at > SILENT_AFTER; // we slept ourselves
    if (this.#last === null || late || felt.bytes !== this.#last.bytes) this.#hear(now, felt, this.#last);
    else if (!this.silent && now - this.#heardAt > SILENT_AFTER) {
      this.silent = true;
      this.#report.onSilence();
    }
    this.#last = { ...felt, at: now };
    this.#lookAtPictures(now, felt.pictures);
    this.#lookAtFace(now, felt.pictures.find(({ mid }) => mid === pc.getTransceivers()[FACE]?.mid)?.frames ?? 0);
  }

  #hear(now, felt, last) {
    this.#heardAt = now;
    if (!this.silent || last === null || felt.bytes === last.bytes) return;
    this.silent = false;
    this.#report.onSound();
  }

  #lookAtPictures(now, pictures) {
    let stuck = false;
    for (const { mid, packets, frames } of pictures) {
      const before = this.#pictures.get(mid) ?? { packets, frames, since: now };
      const moved = frames !== before.frames || packets === before.packets;
      this.#pictures.set(mid, moved ? { packets, frames, since: now } : before);
      stuck ||= !moved && now - before.since >= STUCK_AFTER;
    }
    if (!stuck || now - this.#askedAt < ASK_AGAIN_AFTER) return;
    this.#askedAt = now;
    this.#report.onStuck();
  }

  #lookAtFace(now, frames) {
    const before = this.#portrait;
    const since = frames === before.frames ? before.since : now;
    const still = frames > 0 && now - since >= STILL_AFTER;
    this.#portrait = { frames, since, still };
    if (still !== before.still) this.#report.onStill(still);
  }
}

/** What one look at a connection's figures says: all bytes that arrived, and of each picture its packets and frames. */
export function feelings(reports) {
  const felt = { bytes: 0, pictures: [] };
  for (const one of reports.values()) {
    if (one.type === "transport") felt.bytes += one.bytesReceived ?? 0;
    if (one.type !== "inbound-rtp" || one.kind !== "video") continue;
    felt.pictures.push({ mid: one.mid, packets: one.packetsReceived ?? 0, frames: one.framesDecoded ?? 0 });
  }
  return felt;
}
