/**
 * One's own camera and microphone: opened once, muted at once, closed for certain, exchanged while they are used.
 *
 * Whatever is refused or absent is said in one word, and the other device is used alone. Which one was chosen is
 * remembered by the browser. Who sees the tracks, and how trouble is worded, is left to the caller.
 */

import { mayAsk, stillToAsk, whenGranted, whyNot } from "./permission.js";

const WISH = {
  audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 } },
};
const KINDS = ["audio", "video"];
const REMEMBERED = "peerlearn.device.";
const OFF = "peerlearn.off:"; // by the page's address: what a reload must not switch on again
const INTERRUPTED_AFTER = 800; // a telephone call takes the microphone for longer; other silences do not matter
const DARK_BEFORE_RELEASE = 1_000; // long enough for black pictures to replace the last one over there

export class Devices {
  /** What one wants to send, whether or not the device is there. */
  wanted = whatWasWanted();
  tracks = { audio: null, video: null };

  #onTrack;
  #onTrouble;
  #onChoices;
  #asking = { audio: false, video: false };
  #awaited = new Set(); // those of which the browser tells when the person allows them after all
  #taken = new Set(); // those whose device another program has at present
  #releasing = 0;
  #closed = false;
  #over = new AbortController();

  /**
   * @param onTrack (kind, track) send this from now on; null when there is nothing to send
   * @param onTrouble (kind, why) why is one of `whyNot`'s words, "lost" or "interrupted"; "" when it is over
   * @param onChoices ({audio, video}) the devices there are, each a list of {id, name, inUse}
   */
  constructor({ onTrack, onTrouble, onChoices }) {
    this.#onTrack = onTrack;
    this.#onTrouble = onTrouble;
    this.#onChoices = onChoices;
    const { signal } = this.#over;
    navigator.mediaDevices?.addEventListener("devicechange", () => this.#tellChoices(), { signal });
  }

  /** Open both, asking the person once; if that fails, each alone that can be had. */
  async open() {
    try {
      await this.#take({ audio: wishFor("audio"), video: wishFor("video") });
    } catch (error) {
      const refused = error.name === "NotAllowedError";
      const alone = refused ? await stillToAsk(KINDS) : KINDS;
      for (const kind of KINDS) {
        if (alone.includes(kind)) await this.#openAlone(kind);
        else await this.#couldNot(kind, error);
      }
    }
  }

  /** Try once more to have what is not there. */
  async retry() {
    const missing = KINDS.filter((kind) => this.wanted[kind] && !this.isOn(kind));
    if (missing.length === KINDS.length && !this.#taken.size) await this.open();
    else for (const kind of missing) await this.#openInstead(kind);
  }

  /** Is it being sent, or about to be? */
  isOn(kind) {
    return this.wanted[kind] && (this.#asking[kind] || (this.tracks[kind] !== null && !this.#taken.has(kind)));
  }

  /** Mute or unmute; camera off or on. A track that is there has changed when this returns. */
  toggle(kind) {
    const track = this.tracks[kind];
    if (this.#taken.has(kind)) this.#openInstead(kind);
    else if (track || this.#asking[kind]) {
      this.wanted[kind] = !this.wanted[kind];
      if (track) track.enabled = this.wanted[kind];
    } else {
      this.wanted[kind] = true;
      this.#openAlone(kind);
    }
    sessionStorage.setItem(OFF + location.pathname, JSON.stringify(this.wanted));
    this.#releaseIfUnwanted();
  }

  /** Use this device instead, now and the next time; what is sent goes on without a gap. */
  async choose(kind, id) {
    localStorage.setItem(REMEMBERED + kind, id);
    await this.#openInstead(kind);
  }

  /** Open it anew; the track that was there goes on until the new one has its place. */
  async #openInstead(kind) {
    const before = this.tracks[kind];
    await this.#openAlone(kind);
    if (before && before !== this.tracks[kind]) forget(before);
  }

  /** Stop everything; the camera's light goes out. */
  close() {
    this.#closed = true;
    this.#over.abort();
    clearTimeout(this.#releasing);
    for (const kind of KINDS) this.#drop(kind);
  }

  async #openAlone(kind) {
    try {
      await this.#take({ [kind]: wishFor(kind) });
    } catch (error) {
      await this.#couldNot(kind, error);
    }
  }

  async #couldNot(kind, error) {
    const why = await whyNot(kind, error);
    if (this.#closed) return;
    this.#onTrouble(kind, why);
    if (why === "denied" || why === "dismissed") this.#openWhenGranted(kind);
  }

  #openWhenGranted(kind) {
    if (this.#awaited.has(kind)) return;
    this.#awaited.add(kind);
    const nowThere = () => !this.tracks[kind] && !this.#asking[kind] && this.#openAlone(kind);
    whenGranted(kind, nowThere, this.#over.signal);
  }

  async #take(wish) {
    const kinds = Object.keys(wish);
    for (const kind of kinds) this.#asking[kind] = true;
    try {
      if (!mayAsk()) throw new DOMException("Only a secure page may ask", "NotAllowedError");
      const stream = await navigator.mediaDevices.getUserMedia(wish).catch((error) => askForAny(wish, error));
      stream.getTracks().forEach((track) => this.#adopt(track));
    } finally {
      for (const kind of kinds) this.#asking[kind] = false;
    }
    if (this.#closed) return;
    this.#releaseIfUnwanted();
    this.#tellChoices();
  }

  /** The names are empty, and all but one left out, until the person has allowed the use. */
  async #tellChoices() {
    const found = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
    if (this.#closed) return;
    const of = (kind) =>
      found
        .filter((device) => device.kind === `${kind}input` && device.deviceId)
        .map(({ deviceId: id, label: name }) => ({ id, name, inUse: id === inUse(this.tracks[kind]) }));
    this.#onChoices?.({ audio: of("audio"), video: of("video") });
  }

  #adopt(track) {
    const { kind } = track;
    if (this.#closed) return track.stop();
    track.enabled = this.wanted[kind];
    track.onended = () => {
      this.#drop(kind);
      this.#onTrouble(kind, "lost");
    };
    track.onmute = () => setTimeout(() => this.#lookAtSource(kind, track), INTERRUPTED_AFTER);
    track.onunmute = () => this.#lookAtSource(kind, track);
    this.tracks[kind] = track;
    this.#taken.delete(kind);
    this.#onTrouble(kind, "");
    this.#onTrack(kind, track);
  }

  /** Another program may take the device while it is ours, and give it back. */
  #lookAtSource(kind, track) {
    const taken = track.muted;
    if (track !== this.tracks[kind] || taken === this.#taken.has(kind)) return;
    if (taken) this.#taken.add(kind);
    else this.#taken.delete(kind);
    this.#onTrouble(kind, taken ? "interrupted" : "");
  }

  #drop(kind) {
    const track = this.tracks[kind];
    if (!track) return;
    forget(track);
    this.#taken.delete(kind);
    this.tracks[kind] = null;
    this.#onTrack(kind, null);
  }

  #releaseIfUnwanted() {
    clearTimeout(this.#releasing);
    if (this.wanted.video || !this.tracks.video) return;
    this.#releasing = setTimeout(() => this.#drop("video"), DARK_BEFORE_RELEASE);
  }
}

function forget(track) {
  track.onended = track.onmute = track.onunmute = null;
  track.stop();
}

const inUse = (track) => track?.getSettings().deviceId;

/** Both at first; after a reload what it was before. */
function whatWasWanted() {
  const kept = JSON.parse(sessionStorage.getItem(OFF + location.pathname) ?? "{}");
  return { audio: kept.audio !== false, video: kept.video !== false };
}

/** What to ask for: the remembered device, else any. */
function wishFor(kind) {
  const id = localStorage.getItem(REMEMBERED + kind);
  return id ? { ...WISH[kind], deviceId: { exact: id } } : WISH[kind];
}

/** One remembered device is not there today: any of its kind will do. Of two, nobody says which; each is asked alone. */
function askForAny(wish, error) {
  const [[kind, { deviceId, ...rest }], ...others] = Object.entries(wish);
  if (error.name !== "OverconstrainedError" || others.length) throw error;
  return navigator.mediaDevices.getUserMedia({ [kind]: rest });
}
