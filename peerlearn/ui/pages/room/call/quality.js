/**
 * How good a picture the line carries: all of it, a small one, or none, so that the sound goes on in any case.
 *
 * Browsers shrink a picture by themselves, but never let go of it, and take long to make it large again. Here the
 * browser's own estimate of the line decides, with patience in both directions: who lost the picture gets it back
 * by a short trial, after a pause that grows while trials fail.
 */

const EVERY = 500;
const OPENS_FOR = 400; // the first pictures are small ones (`senders.js`)
const LOOKS_AWAY = 3_000; // at first an estimate is a guess
const FULL_NEEDS = 650; // kbit/s
const FULL_AGAIN = 1_000;
const SMALL_NEEDS = 150;
const SMALL_AGAIN = 200;
const DOWN_AFTER = 1_500;
const UP_AFTER = 3_000;
const TRIAL_LASTS = 6_000;
const FIRST_PAUSE = 8_000;
const LONGEST_PAUSE = 64_000;

/** What each level asks of the picture's sender. */
const MANNERS = {
  full: { degradationPreference: "balanced", encoding: { active: true, maxBitrate: 2_500_000, scaleResolutionDownBy: 1 } },
  small: { degradationPreference: "maintain-framerate", encoding: { active: true, maxBitrate: 2_500_000, scaleResolutionDownBy: 1.5 } },
  trial: { degradationPreference: "maintain-framerate", encoding: { active: true, maxBitrate: 250_000, scaleResolutionDownBy: 3 } },
  none: { degradationPreference: "balanced", encoding: { active: false, maxBitrate: 250_000, scaleResolutionDownBy: 3 } },
};

/** Before anything is known. */
export const AT_FIRST = Object.freeze({ level: "full", since: 0, pressedSince: null, pause: FIRST_PAUSE });

/** What to do now, knowing that the line carries so many kbit/s at this moment (in ms). */
export function judged(was, kbits, now) {
  const become = (level, more = {}) => ({ ...was, level, since: now, pressedSince: null, ...more });
  const lasted = now - was.since;
  if (was.level === "none") return lasted >= was.pause ? become("trial") : was;
  if (was.level === "trial") {
    if (lasted < TRIAL_LASTS) return was;
    if (kbits >= SMALL_AGAIN) return become("small");
    return become("none", { pause: Math.min(was.pause * 2, LONGEST_PAUSE) });
  }
  const down = kbits < (was.level === "full" ? FULL_NEEDS : SMALL_NEEDS);
  const up = was.level === "small" && kbits >= FULL_AGAIN;
  if (!down && !up) return was.pressedSince === null ? was : { ...was, pressedSince: null };
  if (was.pressedSince === null) return { ...was, pressedSince: now };
  if (now - was.pressedSince < (down ? DOWN_AFTER : UP_AFTER)) return was;
  if (up) return become("full", { pause: FIRST_PAUSE });
  return become(was.level === "full" ? "small" : "none");
}

export class Quality {
  #report;
  #pc = null;
  #timer = 0;
  #connectedAt = 0;
  #sentSince = null; // a picture at all
  #isOpening = true;
  #state = AT_FIRST;

  /** @param report {shape(manner), changed()}: how the picture is to be sent; the level is another one */
  constructor(report) {
    this.#report = report;
  }

  /** "full", "small", "trial" or "none". */
  get level() {
    return this.#state.level;
  }

  /** Look after this connection from now on; null for none. What was found out about the line stays true. */
  watch(pc) {
    if (pc === this.#pc) return;
    clearInterval(this.#timer);
    this.#pc = pc;
    this.#connectedAt = performance.now();
    this.#timer = pc ? setInterval(() => this.#look(), EVERY) : 0;
  }

  async #look() {
    const pc = this.#pc;
    const now = performance.now();
    const isSent = pc.getSenders().some(({ track }) => track?.kind === "video");
    if (!isSent) return;
    this.#sentSince ??= now;
    if (this.#isOpening && now - this.#sentSince >= OPENS_FOR) this.#open();
    if (now - this.#connectedAt < LOOKS_AWAY) return;
    const kbits = carried(await pc.getStats());
    if (pc !== this.#pc || kbits === null) return;
    const { level } = this.#state;
    this.#state = judged(this.#state, kbits, now);
    if (level === this.#state.level) return;
    this.#report.shape(MANNERS[this.#state.level]);
    this.#report.changed();
  }

  /** The first picture is there: now the whole one. */
  #open() {
    this.#isOpening = false;
    this.#report.shape(MANNERS[this.#state.level]);
  }
}

/** What the browser believes the way out carries, in kbit/s; null while it does not say. */
function carried(reports) {
  for (const one of reports.values()) {
    if (one.type !== "candidate-pair" || !one.nominated || one.availableOutgoingBitrate === undefined) continue;
    return one.availableOutgoingBitrate / 1_000;
  }
  return null;
}
