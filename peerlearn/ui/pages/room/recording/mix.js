/** The sounds of the lesson as one: both voices, and the sound of a shared screen. */

import { followCall } from "../call/present_call.js";

const OTHERS = ["remote-video", "screen-video"];

export class Mix {
  #context = new AudioContext();
  #out = this.#context.createMediaStreamDestination();
  #heard = new Map(); // track id to what joins it to the mix
  #call = null;
  #leave = followCall((call) => (this.#call = call));

  /** Its track is what is recorded. */
  stream = this.#out.stream;

  /** Take in the voices that are there now, and let go of those that are gone: devices change, calls are made anew. */
  follow() {
    if (this.#context.state === "suspended") this.#context.resume().catch(() => {});
    const all = [this.#call?.view.microphone, ...OTHERS.flatMap(soundOf)].filter((track) => track?.readyState === "live");
    const tracks = new Map(all.map((track) => [track.id, track]));
    for (const [id, source] of this.#heard) {
      if (tracks.has(id)) continue;
      source.disconnect();
      this.#heard.delete(id);
    }
    for (const [id, track] of tracks) {
      if (this.#heard.has(id)) continue;
      const source = this.#context.createMediaStreamSource(new MediaStream([track]));
      source.connect(this.#out);
      this.#heard.set(id, source);
    }
  }

  close() {
    this.#leave();
    this.#context.close().catch(() => {});
  }
}

const soundOf = (id) => document.getElementById(id)?.srcObject?.getAudioTracks() ?? [];
