/**
 * How far a recording has got, read from what the recorder hands out: WebM says the time with every picture and sound
 * (RFC 9559, Cluster and SimpleBlock; elements as in RFC 8794). Pieces may end anywhere, even within a number.
 */

const ENTERED = new Set([0x18538067, 0x1f43b675, 0xa0]); // Segment, Cluster, BlockGroup: what matters is inside
const CLUSTER_TIME = 0xe7;
const BLOCKS = new Set([0xa3, 0xa1]); // SimpleBlock, Block
const LONGEST_HEAD = 12; // bytes: an id of four and a size of eight
const BLOCK_HEAD = 4; // bytes: the track, the time within the cluster, flags

export class ContentTime {
  /** Milliseconds from the first picture or sound to the last one read. */
  reached = 0;

  #rest = new Uint8Array();
  #skip = 0;
  #cluster = 0;

  /** Read on. */
  read(bytes) {
    this.#rest = joined(this.#rest, bytes);
    let at = this.#skipped(0);
    while (at < this.#rest.length) {
      const head = headAt(this.#rest, at);
      const taken = head && this.#take(head, at + head.length);
      if (!taken) break; // the next piece has the rest of it
      at = this.#skipped(at + taken);
    }
    this.#rest = this.#rest.slice(at);
  }

  /** How many bytes of an element are done with, its head among them; nothing while too little of it is there. */
  #take({ id, size, length }, body) {
    if (ENTERED.has(id)) return length;
    const wanted = id === CLUSTER_TIME ? size : BLOCKS.has(id) ? Math.min(size, BLOCK_HEAD) : 0;
    if (body + wanted > this.#rest.length) return 0;
    if (id === CLUSTER_TIME) this.#cluster = number(this.#rest, body, size);
    else if (wanted === BLOCK_HEAD) this.#hear(new DataView(this.#rest.buffer, body + 1, 2).getInt16(0));
    this.#skip = size;
    return length;
  }

  #hear(offset) {
    this.reached = Math.max(this.reached, this.#cluster + offset);
  }

  /** Go over what is not read, as far as it is there. */
  #skipped(at) {
    const over = Math.min(this.#skip, this.#rest.length - at);
    this.#skip -= over;
    return at + over;
  }
}

/** The id and the size of the element that begins here; nothing while they are not there in full. */
function headAt(bytes, at) {
  const idLength = Math.clz32(bytes[at]) - 23;
  const sizeLength = Math.clz32(bytes[at + idLength]) - 23;
  const length = idLength + sizeLength;
  if (!(length <= LONGEST_HEAD && at + length <= bytes.length)) return null;
  const marker = 2 ** (7 * sizeLength);
  return { id: number(bytes, at, idLength), size: number(bytes, at + idLength, sizeLength) - marker, length };
}

function number(bytes, at, length) {
  return bytes.subarray(at, at + length).reduce((sum, byte) => sum * 256 + byte, 0);
}

function joined(one, other) {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
