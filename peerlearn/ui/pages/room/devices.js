/**
 * One's own camera and microphone: opened once, muted at once, closed for certain.
 *
 * Whatever is refused or absent is said in one word, and the other device is used alone. Who sees
 * the tracks, and how trouble is worded, is left to the caller.
 */

const WISH = {
  audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 } },
};
const WHY = {
  NotAllowedError: "refused",
  SecurityError: "refused",
  NotFoundError: "absent",
  OverconstrainedError: "absent",
  NotReadableError: "busy",
  AbortError: "busy",
};
const DARK_BEFORE_RELEASE = 1_000; // long enough for black pictures to replace the last one over there

export class Devices {
  /** What one wants to send, whether or not the device is there. */
  wanted = { audio: true, video: true };
  tracks = { audio: null, video: null };

  #onTrack;
  #onTrouble;
  #asking = { audio: false, video: false };
  #releasing = 0;
  #closed = false;

  /**
   * @param onTrack (kind, track) send this from now on; null when there is nothing to send
   * @param onTrouble (kind, why) why is "refused", "absent", "busy" or "lost"; "" when it is over
   */
  constructor({ onTrack, onTrouble }) {
    this.#onTrack = onTrack;
    this.#onTrouble = onTrouble;
  }

  /** Open both, asking the person once; if that fails, each alone. */
  async open() {
    try {
      await this.#take(WISH);
    } catch {
      await this.#openAlone("audio");
      await this.#openAlone("video");
    }
  }

  /** Is it being sent, or about to be? */
  isOn(kind) {
    return this.wanted[kind] && (this.#asking[kind] || this.tracks[kind] !== null);
  }

  /** Mute or unmute; camera off or on. A track that is there has changed when this returns. */
  toggle(kind) {
    const track = this.tracks[kind];
    if (track || this.#asking[kind]) {
      this.wanted[kind] = !this.wanted[kind];
      if (track) track.enabled = this.wanted[kind];
    } else {
      this.wanted[kind] = true;
      this.#openAlone(kind);
    }
    this.#releaseIfUnwanted();
  }

  /** Stop everything; the camera's light goes out. */
  close() {
    this.#closed = true;
    clearTimeout(this.#releasing);
    for (const kind of ["audio", "video"]) this.#drop(kind);
  }

  async #openAlone(kind) {
    try {
      await this.#take({ [kind]: WISH[kind] });
    } catch (error) {
      if (!this.#closed) this.#onTrouble(kind, WHY[error.name] ?? "busy");
    }
  }

  async #take(wish) {
    const kinds = Object.keys(wish);
    for (const kind of kinds) this.#asking[kind] = true;
    try {
      const media = navigator.mediaDevices;
      if (!media) throw new DOMException("Only a secure page may ask", "NotAllowedError");
      const stream = await media.getUserMedia(wish);
      stream.getTracks().forEach((track) => this.#adopt(track));
    } finally {
      for (const kind of kinds) this.#asking[kind] = false;
    }
    if (!this.#closed) this.#releaseIfUnwanted();
  }

  #adopt(track) {
    const { kind } = track;
    if (this.#closed) return track.stop();
    track.enabled = this.wanted[kind];
    track.onended = () => {
      this.#drop(kind);
      this.#onTrouble(kind, "lost");
    };
    this.tracks[kind] = track;
    this.#onTrouble(kind, "");
    this.#onTrack(kind, track);
  }

  #drop(kind) {
    const track = this.tracks[kind];
    if (!track) return;
    track.onended = null;
    track.stop();
    this.tracks[kind] = null;
    this.#onTrack(kind, null);
  }

  #releaseIfUnwanted() {
    clearTimeout(this.#releasing);
    if (this.wanted.video || !this.tracks.video) return;
    this.#releasing = setTimeout(() => this.#drop("video"), DARK_BEFORE_RELEASE);
  }
}
