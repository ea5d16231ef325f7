/**
 * A call that has fallen silent: whose line it is, and what to do about it.
 *
 * Two are asked at once: our server, whose answer says whether we are on line ourselves, and the other tab, through
 * the server. A short silence heals by itself: ICE finds its way back, and the picture needs a key frame at most. A
 * path that stays silent while both of us reach the server is gone, and the call is made anew, at most three times;
 * then somebody has to ask for it.
 */

const ASK_EVERY = 1_000;
const ANSWER_WITHIN = 1_000;
const HEALS_WITHIN = 1_500; // once the other tab was heard; between two looks, so that the second one acts
const CONNECTS_WITHIN = 5_000; // a call made anew
const POLITE_WAITS = 2_000; // both see a call die at once; one of them goes first
const MOST_TRIES = 3;

export class Rescue {
  /** Whose line is interrupted: "mine", "theirs", "between"; "unknown" until it is known, "" when all is well. */
  fault = "";
  /** Calls made anew in vain since the last one that worked. */
  tries = 0;

  #reach;
  #ask;
  #renew;
  #changed;
  #timer = 0;
  #asking = false;
  #peerHeard = false;
  #patientUntil = 0;
  #wasAway = false;

  /** The polite side leaves the first try to the other. */
  polite = false;

  /**
   * @param reach () => Promise<boolean>, whether our server answers within a moment
   * @param ask () ask the other tab, through the server, whether it hears us
   * @param renew () make the call anew
   * @param changed () the fault or the tries changed
   */
  constructor({ reach, ask, renew, changed }) {
    this.#reach = reach;
    this.#ask = ask;
    this.#renew = renew;
    this.#changed = changed;
  }

  /** Somebody has to ask for another try. */
  get lost() {
    return this.tries >= MOST_TRIES;
  }

  /** Nothing arrives any more. */
  begin() {
    if (this.#timer) return;
    this.#peerHeard = false;
    this.#blame("unknown");
    this.#ask();
    this.#look();
    this.#timer = setInterval(() => this.#look(), ASK_EVERY);
  }

  /** The other tab was heard through the server, after the silence began. */
  hearPeer() {
    if (!this.#timer || this.#peerHeard) return;
    this.#peerHeard = true;
    this.#wait(HEALS_WITHIN);
    this.#blame("between");
  }

  /** There is a new call, whoever made it: it has its own time to come to life. */
  beginAnew() {
    this.#wait(CONNECTS_WITHIN);
  }

  /** Pictures and sound are back. */
  end() {
    this.stop();
    this.tries = 0;
    this.#blame("");
  }

  /** This call is dead: make another, unless that was done often enough. */
  replace() {
    if (!this.lost && performance.now() >= this.#patientUntil) this.#try();
  }

  /** Somebody asked for it: three more tries, the first at once. */
  again() {
    this.tries = 0;
    this.#try();
  }

  stop() {
    clearInterval(this.#timer);
    this.#timer = 0;
  }

  #blame(fault) {
    if (fault === this.fault) return;
    this.fault = fault;
    this.#changed();
  }

  async #look() {
    if (this.#peerHeard) return this.replace();
    if (this.#asking) return;
    this.#asking = true;
    const answered = await Promise.race([this.#reach(), later(ANSWER_WITHIN)]).catch(() => false);
    this.#asking = false;
    if (!this.#timer || this.#peerHeard) return;
    if (answered && this.#wasAway) this.#ask(); // what was asked before may be lost with the line
    this.#wasAway = !answered;
    this.#blame(answered ? "theirs" : "mine");
  }

  #try() {
    this.tries += 1;
    this.#wait(CONNECTS_WITHIN);
    this.#renew();
    this.#changed();
  }

  #wait(milliseconds) {
    this.#patientUntil = performance.now() + milliseconds + (this.polite ? POLITE_WAITS : 0);
  }
}

const later = (milliseconds) => new Promise((done) => setTimeout(() => done(false), milliseconds));
