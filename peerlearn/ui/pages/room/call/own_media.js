/**
 * What one sends of oneself, and what does not work about it: the devices, and what is shown of them.
 */

import { Devices } from "./devices.js";

const TROUBLE_AFTER = 300; // camera and microphone usually fail together and make one message

export class OwnMedia {
  #devices;
  #report;
  #sending;
  #trouble = { audio: "", video: "" };
  #telling = 0;
  #closed = false;

  /**
   * @param report {show(part), useTrack(kind, track), sendingChanged(), trouble(trouble)}: what there is to show, a
   *   track to send from now on, that other kinds are sent than before, and devices that do not work
   */
  constructor(report) {
    this.#report = report;
    this.#devices = new Devices({
      onTrack: (kind, track) => this.#use(kind, track),
      onTrouble: (kind, why) => this.#hearTrouble(kind, why),
      onChoices: (choices) => report.show({ choices }),
    });
    this.#sending = { ...this.#devices.wanted };
  }

  /** Which kinds are being sent, or about to be. */
  get sending() {
    return this.#sending;
  }

  /** Open both; resolves when the browser and the person have said yes or no. */
  open() {
    return this.#devices.open();
  }

  toggle(kind) {
    this.#devices.toggle(kind);
    this.#showSending();
  }

  choose(kind, id) {
    this.#devices.choose(kind, id);
  }

  /** Try once more to have what is not there. */
  retry() {
    this.#devices.retry();
  }

  close() {
    clearTimeout(this.#telling);
    this.#closed = true;
    this.#devices.close();
  }

  #use(kind, track) {
    this.#report.useTrack(kind, track);
    if (this.#closed) return;
    if (kind === "video") this.#report.show({ ownStream: track && new MediaStream([track]) });
    else this.#report.show({ microphone: track });
    this.#showSending();
  }

  #hearTrouble(kind, why) {
    this.#trouble = { ...this.#trouble, [kind]: why };
    this.#report.show({ trouble: this.#trouble });
    this.#showSending();
    clearTimeout(this.#telling);
    if (why) this.#telling = setTimeout(() => this.#report.trouble(this.#trouble), TROUBLE_AFTER);
  }

  #showSending() {
    if (this.#closed) return;
    const sending = { audio: this.#devices.isOn("audio"), video: this.#devices.isOn("video") };
    const before = this.#sending;
    if (sending.audio === before.audio && sending.video === before.video) return;
    this.#sending = sending;
    this.#report.show({ sending });
    this.#report.sendingChanged();
  }
}
