/**
 * What is sent in each place of a call, and in what manner; both outlive the call, as the next one carries the same.
 * Filling a place or changing a manner needs no word to the other side.
 */

import { PLACES } from "./places.js";

const MANNERS = {
  video: { encoding: { scaleResolutionDownBy: 2 } }, // the first picture: a quarter is coded, sent and decoded sooner
  audio: { encoding: { priority: "high", networkPriority: "high" } }, // of all there is, the voice goes first
  screen: { degradationPreference: "maintain-resolution", encoding: { maxBitrate: 2_500_000, maxFramerate: 15 } },
};

export class Senders {
  /** Whether tracks are sent, or wait until both want to be seen. */
  allowed = false;

  #tracks = {};
  #manners = structuredClone(MANNERS);

  /** Keep a track for its place; null leaves that empty. */
  setTrack(name, track) {
    this.#tracks[name] = track;
  }

  /** Keep a manner for a place: {degradationPreference, encoding}. */
  setManner(name, manner) {
    this.#manners[name] = manner;
  }

  /** The track to send now. */
  present(name) {
    return (this.allowed && this.#tracks[name]) || null;
  }

  /** Have in its place what is to be sent now. */
  async fill(call, name) {
    await call?.senders[name]?.replaceTrack(this.present(name));
  }

  /** Fill all places at once: between one and the next a page may draw for a while. */
  async fillAll(call) {
    await Promise.all(PLACES.map(({ name }) => this.fill(call, name)));
  }

  /** Send what is in a place as it is to be sent, once both descriptions are known. */
  async mould(call, name) {
    const sender = call?.settled && call.senders[name];
    const { encoding, degradationPreference } = this.#manners[name] ?? {};
    if (!sender || !encoding) return;
    const wish = sender.getParameters();
    if (degradationPreference) wish.degradationPreference = degradationPreference;
    for (const one of wish.encodings) Object.assign(one, encoding);
    await sender.setParameters(wish);
  }

  async mouldAll(call) {
    for (const name of Object.keys(this.#manners)) await this.mould(call, name);
  }

  /** Send whole pictures next: whoever lost some cannot use the differences. */
  async refreshPictures(call) {
    for (const sender of [call?.senders.video, call?.senders.screen]) {
      if (!sender?.track) continue;
      const wish = sender.getParameters();
      await sender.setParameters(wish, { encodingOptions: wish.encodings.map(() => ({ keyFrame: true })) });
    }
  }
}
