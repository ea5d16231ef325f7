/**
 * What a browser knows of a chat, put together from the parts that the server sends. Each line has its place `n` in
 * the chat, so that parts fit together without holes, and nothing that was seen goes away while a server begins again.
 */

/** The lines known with a part of the chat; the same list when it holds nothing new. */
export function joined(known, part) {
  if (!part.length) return known;
  if (!known.length) return part;
  const [first, last, oldest, newest] = [part[0].n, part.at(-1).n, known[0].n, known.at(-1).n];
  if (first > newest + 1) return part; // a hole: what comes before is asked for again when it is wanted
  if (last < oldest - 1 || (first >= oldest && last <= newest)) return known;
  return [...known.filter(({ n }) => n < first), ...part, ...known.filter(({ n }) => n > last)];
}
