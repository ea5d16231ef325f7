/**
 * Files on their way into the chat, one after the other. Each is a line with a name of its own, so that it is there
 * once however often it is sent; what does not arrive stays here, with the file, until it is sent again or discarded.
 * Knows neither React nor Reflex.
 */

const PATIENCE = 600_000; // milliseconds that one may take

export class SentFiles {
  #changed;
  #name;
  #limits;
  #files = [];
  #request = null;

  /** Where they are sent; may come later than the first file. */
  door = "";

  /**
   * @param changed called with the list whenever it is another one: `{lineId, file, step, part, why, hopeless}`,
   *   where `step` is "waiting", "sending", "sent" or "failed"
   * @param name makes a name for a line
   * @param limits `{most}` bytes, and the words for what is refused at once: `too_large`, `empty`, `lost`
   */
  constructor(changed, name, limits) {
    this.#changed = changed;
    this.#name = name;
    this.#limits = limits;
  }

  /** Send these too. */
  add(files) {
    for (const file of files) {
      const why = this.#whyNever(file);
      const step = why ? "failed" : "waiting";
      this.#files.push({ lineId: this.#name(), file, step, part: 0, why, hopeless: why !== "" });
    }
    this.#next();
  }

  /** Send one again that failed. */
  again(lineId) {
    this.#set(lineId, { step: "waiting", part: 0, why: "" });
    this.#next();
  }

  /** Forget one, on its way or not. */
  discard(lineId) {
    const gone = this.#files.find((one) => one.lineId === lineId);
    this.#files = this.#files.filter((one) => one !== gone);
    if (gone?.step === "sending") this.#request?.abort();
    this.#next();
  }

  /** Let go of those that are in the chat. */
  settle(isThere) {
    if (!this.#files.some(({ lineId }) => isThere(lineId))) return;
    this.#files = this.#files.filter(({ lineId }) => !isThere(lineId));
    this.#next();
  }

  /** Stop sending. */
  close() {
    this.#files = [];
    this.#request?.abort();
  }

  #whyNever(file) {
    if (file.size > this.#limits.most) return this.#limits.too_large;
    return file.size === 0 ? this.#limits.empty : "";
  }

  #next() {
    const waiting = this.#files.find(({ step }) => step === "waiting");
    if (waiting && !this.#files.some(({ step }) => step === "sending")) this.#send(waiting);
    this.#tell();
  }

  #send({ lineId, file }) {
    this.#set(lineId, { step: "sending" });
    const request = (this.#request = new XMLHttpRequest());
    const over = (outcome) => {
      this.#set(lineId, outcome);
      this.#next();
    };
    const lost = () => over({ step: "failed", why: this.#limits.lost });
    request.upload.onprogress = ({ loaded, total }) => {
      this.#set(lineId, { part: total ? loaded / total : 0 });
      this.#tell();
    };
    request.onload = () => {
      if (request.status >= 500) lost();
      else if (request.status >= 400) over({ step: "failed", why: request.responseText, hopeless: request.status === 415 });
      else over({ step: "sent", part: 1 });
    };
    request.onerror = request.ontimeout = lost;
    request.timeout = PATIENCE;
    request.open("POST", `${this.door}?${new URLSearchParams({ line: lineId, name: file.name })}`);
    request.withCredentials = true; // under hot reload the door has another port than the page
    request.setRequestHeader("content-type", "application/octet-stream");
    request.send(file);
  }

  #set(lineId, news) {
    this.#files = this.#files.map((one) => (one.lineId === lineId ? { ...one, ...news } : one));
  }

  #tell() {
    this.#changed(this.#files);
  }
}
