/**
 * What of a board's picture is whose: the merge of what is drawn here with what arrives, and what is left to send.
 *
 * Of one element the higher version stands, and of two with the same version the one with the lower nonce: the
 * server keeps the same rule, so both sides end with the same picture whatever was lost or doubled on the way.
 * Knows neither React nor the drawing library.
 */

const INK_DRIES = 10_000; // what only the ink told of, and nobody stored by then, this side stores itself
const MOST_AT_ONCE = 100;
const MOST_BYTES_AT_ONCE = 300_000;

/** A number that tells two changes of the same version apart. */
export function newNonce() {
  return crypto.getRandomValues(new Uint32Array(1))[0] >>> 1;
}

/** Whether one version of an element takes the place of another. */
export function wins(challenger, standing) {
  return (
    challenger.version > standing.version ||
    (challenger.version === standing.version && challenger.versionNonce < standing.versionNonce)
  );
}

/**
 * One name for a picture: the same on both sides when, and only when, every element is.
 *
 * Asked for at every move of a hand: a sum, so that nothing is put in order, in numbers that a processor has.
 */
export function nameOf(elements) {
  let [low, high] = [0, 0];
  for (const { id, version, versionNonce } of elements) {
    const hash = mixed(mixed(textHash(id) ^ version) + versionNonce);
    low = (low + hash) >>> 0;
    high = (high + mixed(hash ^ 0x9e3779b9)) >>> 0;
  }
  return `${elements.length}-${high.toString(16)}${low.toString(16).padStart(8, "0")}`;
}

function textHash(text) {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}

/** Every bit of it bears on every bit of the answer (MurmurHash3's last step). */
function mixed(hash) {
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

export class BoardScene {
  #stored = new Map(); // each element as the server is known to have it
  #wet = new Map(); // the moment each element came by ink alone

  /** Remember what the server has, or what came as ink alone: as it came, before anybody puts it in order. */
  hear(arrived, { isInk = false, now = Date.now() } = {}) {
    for (const element of arrived) {
      if (isInk) this.#wet.set(element.id, now);
      else this.#note(element);
    }
  }

  /**
   * The picture with these elements in it; null when that changes nothing.
   *
   * @param local every element here, the deleted ones too
   * @param arrived elements as the other side or the server has them
   * @param isHeld (id) whether an element is under somebody's hand here: it changes when it is let go
   */
  merge(local, arrived, { isHeld = () => false } = {}) {
    const picture = new Map(local.map((element) => [element.id, element]));
    let changed = false;
    for (const element of arrived) {
      const standing = picture.get(element.id);
      if (isHeld(element.id) || (standing && !wins(element, standing))) continue;
      picture.set(element.id, element);
      changed = true;
    }
    return changed ? [...picture.values()].sort(byPlace) : null;
  }

  /** The elements to send now, oldest place first, as many as go at once; those held are not finished yet. */
  unsent(local, { isHeld = () => false, now = Date.now() } = {}) {
    const batch = [];
    let bytes = 0;
    for (const element of local) {
      if (!this.#isUnsent(element, now) || isHeld(element.id)) continue;
      const slim = withShortNumbers(element);
      bytes += JSON.stringify(slim).length;
      if (batch.length && (batch.length === MOST_AT_ONCE || bytes > MOST_BYTES_AT_ONCE)) break;
      batch.push(slim);
    }
    return batch;
  }

  /** The server has these now. */
  settle(batch) {
    for (const element of batch) this.#note(element);
  }

  /** The picture with these as the server has them, or without them if it has none; null when that changes nothing. */
  without(local, refused, { isHeld = () => false } = {}) {
    const gone = new Set(refused.filter((id) => !isHeld(id) && local.some((element) => element.id === id)));
    if (!gone.size) return null;
    const before = [...gone].flatMap((id) => this.#stored.get(id) ?? []);
    return [...local.filter(({ id }) => !gone.has(id)), ...before].sort(byPlace);
  }

  #isUnsent(element, now) {
    const stored = this.#stored.get(element.id);
    if (stored && !wins(element, stored)) return false;
    return now - (this.#wet.get(element.id) ?? -Infinity) > INK_DRIES;
  }

  #note(element) {
    const stored = this.#stored.get(element.id);
    if (stored && !wins(element, stored)) return;
    this.#stored.set(element.id, element);
    this.#wet.delete(element.id);
  }
}

/** The order in which elements lie on each other. */
export function byPlace(one, other) {
  if (one.index !== other.index) return (one.index ?? "~") < (other.index ?? "~") ? -1 : 1;
  return one.id < other.id ? -1 : 1;
}

/** A stroke has thousands of points; a hundredth of a pixel is finer than any screen. */
export function withShortNumbers(element) {
  if (element.type !== "freedraw") return element;
  const short = (number) => Math.round(number * 100) / 100;
  return { ...element, points: element.points.map((point) => point.map(short)), pressures: element.pressures.map(short) };
}
