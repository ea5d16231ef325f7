/** One's own screen, with its sound where the browser can: shared beside the camera, until the person has enough. */

const WISH = {
  video: { frameRate: { ideal: 15, max: 30 } },
  audio: true,
  selfBrowserSurface: "exclude", // the room in the room in the room
  surfaceSwitching: "include",
  systemAudio: "include",
};

/** Phones have no such thing. */
export const canShareScreens = () => typeof navigator.mediaDevices?.getDisplayMedia === "function";

export class OwnScreen {
  #report;
  #stream = null;
  #asking = false;
  #closed = false;

  /** @param report {show(stream or null), useTrack(name, track), changed(), trouble(why)}: why is "withheld" or "failed" */
  constructor(report) {
    this.#report = report;
  }

  /** Whether it is being sent. */
  get on() {
    return this.#stream !== null;
  }

  /** Share, after the browser has asked which screen or window; or stop. */
  async toggle() {
    if (this.on) this.#stop();
    else await this.#start();
  }

  close() {
    this.#closed = true;
    this.#stop();
  }

  async #start() {
    if (this.#asking) return;
    this.#asking = true;
    try {
      this.#use(await navigator.mediaDevices.getDisplayMedia(WISH));
    } catch (error) {
      const changedTheirMind = error.name === "NotAllowedError" && !/system/i.test(error.message);
      if (!changedTheirMind) this.#report.trouble(error.name === "NotAllowedError" ? "withheld" : "failed");
    } finally {
      this.#asking = false;
    }
  }

  #use(stream) {
    if (this.#closed) return stopAll(stream);
    const [picture] = stream.getVideoTracks();
    const [sound = null] = stream.getAudioTracks();
    picture.contentHint = "detail"; // letters stay sharp; a moment's delay is better than a blur
    picture.onended = () => this.#stop(); // the browser has a button of its own
    this.#stream = stream;
    this.#report.useTrack("screen", picture);
    this.#report.useTrack("screenSound", sound);
    this.#tell();
  }

  #stop() {
    if (!this.#stream) return;
    this.#stream.getVideoTracks()[0].onended = null;
    stopAll(this.#stream);
    this.#stream = null;
    this.#report.useTrack("screen", null);
    this.#report.useTrack("screenSound", null);
    this.#tell();
  }

  #tell() {
    if (this.#closed) return;
    this.#report.show(this.#stream);
    this.#report.changed();
  }
}

const stopAll = (stream) => stream.getTracks().forEach((track) => track.stop());
