/**
 * Which parts of a line are addresses. Only what is written as a plain http or https address becomes a link; where
 * the name of its host cannot be read off what is written, or could deceive, the link says which host it leads to.
 */

const CANDIDATE = /https?:\/\/[^\s<>"`\p{Cc}\p{Cf}]+/giu;
const JOINED = /[\p{L}\p{N}_]$/u; // "xhttp://…" is no address
const CLOSING = /[.,;:!?…'’”»*_~]$/u;
const BRACKETS = { ")": "(", "]": "[", "}": "{" };

/** The parts of a text, in order: `{text}`, and `{text, href, host}` for a link; `host` only where it must be said. */
export function partsOf(text) {
  const parts = [];
  let done = 0;
  for (const found of text.matchAll(CANDIDATE)) {
    const link = JOINED.test(text.slice(done, found.index)) ? null : linkOf(withoutTheSentence(found[0]));
    if (!link) continue;
    if (found.index > done) parts.push({ text: text.slice(done, found.index) });
    parts.push(link);
    done = found.index + link.text.length;
  }
  if (done < text.length) parts.push({ text: text.slice(done) });
  return parts;
}

/** An address at the end of a sentence, or in brackets, does not take their signs along. */
function withoutTheSentence(written) {
  let address = written;
  for (;;) {
    const last = address.at(-1);
    const opening = BRACKETS[last];
    const stray = opening !== undefined && count(address, last) > count(address, opening);
    if (!stray && !CLOSING.test(address)) return address;
    address = address.slice(0, -1);
  }
}

const count = (text, sign) => text.split(sign).length - 1;

function linkOf(text) {
  let url;
  try {
    url = new URL(text);
  } catch {
    return null;
  }
  if (!/^https?:$/.test(url.protocol) || !url.hostname) return null;
  return { text, href: url.href, host: saysItsHost(text, url) ? "" : url.host };
}

function saysItsHost(text, url) {
  const plain = `${url.protocol}//${url.host}`;
  const rest = text.slice(plain.length);
  const begins = text.toLowerCase().startsWith(plain) && (rest === "" || /^[/?#:]/.test(rest));
  return begins && !url.username && !url.password && !/(^|\.)xn--/.test(url.hostname);
}
