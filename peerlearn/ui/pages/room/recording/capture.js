/**
 * Records what this person sees and hears of the lesson, in pieces of a second that leave at once.
 *
 * It lives outside the page's components: after the end the page changes, and the last piece must still leave. In a
 * tab in the background it goes on, since a page in a call is not slowed down; where a browser does slow it, the
 * sound stays whole, being mixed elsewhere, and only the picture is drawn less often.
 */

import { Composition } from "./composition.js";
import { ContentTime } from "./content_time.js";
import { FrameRate } from "./frame_rate.js";
import { PieceSender } from "./piece_sender.js";
import { Pieces } from "./pieces.js";
import { Mix } from "./mix.js";

const PIECE = 1_000; // milliseconds: what a browser that dies takes with it
const WHOLE_PICTURE_EVERY = 2_000; // where one may seek to
const KINDS = ["video/webm;codecs=vp8,opus", "video/webm;codecs=vp9,opus", "video/webm"];
const BITS = { videoBitsPerSecond: 700_000, audioBitsPerSecond: 64_000 };

const kind = () => KINDS.find((one) => globalThis.MediaRecorder?.isTypeSupported(one));

/** Whether this browser can. */
export const canRecord = () => kind() !== undefined;

export class Capture {
  #picture;
  #mix = new Mix();
  #sender;
  #recorder = null;
  #rate = new FrameRate();
  #beat = 0;

  /**
   * @param door where the pieces of this recording go
   * @param names tells the two names as they are now: {mine, theirs}
   */
  constructor(door, names) {
    this.#picture = new Composition(names);
    this.#sender = new PieceSender(door);
  }

  start() {
    this.#tick();
    this.#record();
  }

  stop() {
    clearTimeout(this.#beat);
    const recorder = this.#recorder;
    this.#recorder = null;
    if (recorder && recorder.state !== "inactive") recorder.stop();
    else this.#finish();
  }

  #tick() {
    this.#beat = setTimeout(() => this.#tick(), 1000 / this.#rate.now);
    this.#picture.draw();
    this.#mix.follow();
  }

  #record() {
    const stream = new MediaStream([...this.#picture.stream.getTracks(), ...this.#mix.stream.getTracks()]);
    const recorder = new MediaRecorder(stream, { mimeType: kind(), videoKeyFrameIntervalDuration: WHOLE_PICTURE_EVERY, ...BITS });
    const part = Date.now(); // a page loaded anew makes a later one
    const pieces = new Pieces((seq, body) => this.#sender.add(part, seq, body));
    const lag = new Lag(recorder);
    recorder.ondataavailable = async ({ data }) => {
      pieces.add(data);
      this.#rate.hear(await lag.after(data));
    };
    recorder.onstop = () => (this.#recorder === recorder ? this.#record() : this.#finish());
    this.#recorder = recorder;
    recorder.start(PIECE);
  }

  #finish() {
    this.#picture.close();
    this.#mix.close();
    this.#sender.end();
  }
}

/** How many milliseconds what a recorder hands out is behind what happens. */
class Lag {
  #began = performance.now();
  #content = new ContentTime();
  #read = Promise.resolve();

  constructor(recorder) {
    recorder.onstart = () => (this.#began = performance.now());
  }

  /** Tells it of the newest piece, once all before it are read. */
  after(piece) {
    const passed = performance.now() - this.#began;
    this.#read = this.#read.then(async () => {
      this.#content.read(new Uint8Array(await piece.arrayBuffer()));
      return passed - this.#content.reached;
    });
    return this.#read;
  }
}
