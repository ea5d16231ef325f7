/** What is really seen: pictures decoded, pixels that are not black and that change. */

/** Watch a stream in a video element; `report()` says what has been seen since. */
export function watchPicture(stream) {
  const video = document.createElement("video");
  Object.assign(video, { muted: true, autoplay: true, playsInline: true, srcObject: stream, width: 320 });
  document.body.append(video);
  const seen = { presented: 0, longestGap: 0, last: 0, widths: new Set() };
  const count = (_, { width }) => {
    seen.widths.add(width);
    const now = performance.now();
    if (seen.last) seen.longestGap = Math.max(seen.longestGap, now - seen.last);
    seen.last = now;
    seen.presented += 1;
    video.requestVideoFrameCallback(count);
  };
  video.requestVideoFrameCallback(count);
  return {
    video,
    presented: () => seen.presented,
    longestGap: () => seen.longestGap,
    widths: () => [...seen.widths],
    looksAlive: () => looksAlive(video),
  };
}

async function looksAlive(video) {
  const before = pixels(video);
  await new Promise((done) => setTimeout(done, 500));
  const after = pixels(video);
  const bright = after.filter((value) => value > 40).length / after.length;
  return bright > 0.1 && after.some((value, index) => Math.abs(value - before[index]) > 30);
}

function pixels(video) {
  const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 48 });
  const paint = canvas.getContext("2d");
  paint.drawImage(video, 0, 0, 64, 48);
  return [...paint.getImageData(0, 0, 64, 48).data].filter((_, index) => index % 4 < 3);
}

export async function framesDecoded(connection) {
  const reports = [...(await connection.getStats()).values()];
  const pictures = reports.filter(({ type, kind }) => type === "inbound-rtp" && kind === "video");
  return Math.max(0, ...pictures.map(({ framesDecoded }) => framesDecoded ?? 0));
}

/** How the media really travels: of each end, whether through a relay, and by which transport it is reached. */
export async function wayOf(connection) {
  const stats = await connection.getStats();
  const { selectedCandidatePairId } = [...stats.values()].find(({ type }) => type === "transport");
  const pair = stats.get(selectedCandidatePairId);
  const [mine, theirs] = [stats.get(pair.localCandidateId), stats.get(pair.remoteCandidateId)];
  return { mine: mine.candidateType, theirs: theirs.candidateType, by: mine.relayProtocol ?? "" };
}
