/**
 * What there is to say about a line, second by second: how long an outage lasted and on whose side it was, and of
 * each minute of the call for how many seconds sound and picture arrived, the round trip and what got lost.
 */

const SECONDS = 60; // in a minute, of those in which there was a call to look at
const SIDES = { mine: "mine", theirs: "theirs", between: "between" };

export class Line {
  #say;
  #outage = null;
  #minute = null;
  #before = null;

  /** @param say {outage(fault, seconds), minute(heardSeconds, seenSeconds, roundTripMs, lostPercent)} */
  constructor(say) {
    this.#say = say;
  }

  /** One look, about once a second. */
  async look(view, connection) {
    this.#lookForOutage(view);
    if (view.status !== "connected" || !connection) return;
    this.#count(figures(await connection.getStats()));
  }

  #lookForOutage({ status, outage }) {
    const fault = SIDES[outage] ?? "";
    if (fault && status !== "ended") {
      this.#outage ??= { since: performance.now() };
      this.#outage.fault = fault; // the last word on whose side it was is the best informed one
    } else if (this.#outage) {
      const seconds = Math.round((performance.now() - this.#outage.since) / 1_000);
      if (seconds > 0) this.#say.outage(this.#outage.fault, seconds);
      this.#outage = null;
    }
  }

  #count(now) {
    const before = this.#before;
    this.#before = now;
    if (before === null || now.packets < before.packets) return; // the first look at a call, perhaps a new one
    const minute = (this.#minute ??= { looks: 0, heard: 0, seen: 0, packets: 0, lost: 0 });
    minute.looks += 1;
    minute.heard += now.voice > before.voice ? 1 : 0;
    minute.seen += now.frames > before.frames ? 1 : 0;
    minute.packets += now.packets - before.packets;
    minute.lost += Math.max(now.lost - before.lost, 0);
    if (minute.looks < SECONDS) return;
    const lost = Math.round((100 * minute.lost) / Math.max(minute.packets + minute.lost, 1));
    this.#say.minute(minute.heard, minute.seen, now.roundTrip, lost);
    this.#minute = null;
  }
}

function figures(reports) {
  const now = { voice: 0, frames: 0, packets: 0, lost: 0, roundTrip: 0 };
  for (const one of reports.values()) {
    if (one.type === "candidate-pair" && one.nominated) now.roundTrip = Math.round((one.currentRoundTripTime ?? 0) * 1_000);
    if (one.type !== "inbound-rtp") continue;
    now.packets += one.packetsReceived ?? 0;
    now.lost += one.packetsLost ?? 0;
    if (one.kind === "audio") now.voice += one.packetsReceived ?? 0;
    else now.frames += one.framesDecoded ?? 0;
  }
  return now;
}
