/** The line to the site itself, by two doors of it: how long an answer takes, and how fast bytes leave. */

const PINGS = 12;
const UPLOADS = [64_000, 256_000, 512_000, 512_000];
const UPLOAD_FOR = 3_500; // then the next one is not begun
const TOO_OFTEN = 429;
const SHORTEST_UPLOAD = 20; // ms; what took less tells only that the line is fast

/**
 * @param doors {ping, upload}: their addresses
 * @param note called with {roundTrip}, {upload} or {tooOften}, each as soon as it is known
 */
export async function measureSite(doors, note, timeIsUp) {
  const reached = (door, wish) => reach(door, { signal: timeIsUp, ...wish }, note);
  const roundTrip = await roundTripTo(doors.ping, reached);
  note({ roundTrip, lost: null });
  if (roundTrip !== null) note(await uploadTo(doors.upload, roundTrip, reached));
}

/** The middle one of several; null when the site does not answer. */
async function roundTripTo(door, reached) {
  const took = [];
  for (let asked = 0; asked < PINGS; asked += 1) {
    const began = performance.now();
    if (!(await reached(door))) break;
    took.push(performance.now() - began);
  }
  const [, ...steady] = took; // the first one also opened the connection
  steady.sort((one, other) => one - other);
  return steady.length ? steady[Math.floor(steady.length / 2)] : null;
}

async function uploadTo(door, roundTrip, reached) {
  const start = performance.now();
  let upload = null;
  for (const size of UPLOADS) {
    if (performance.now() - start > UPLOAD_FOR) break;
    const began = performance.now();
    if (!(await reached(door, { method: "POST", body: new Uint8Array(size) }))) break;
    const milliseconds = Math.max(performance.now() - began - roundTrip, SHORTEST_UPLOAD);
    upload = (size * 8) / milliseconds; // the newest is the largest, and the least made of waiting
  }
  return { upload };
}

async function reach(door, wish, note) {
  try {
    const { ok, status } = await fetch(door, { cache: "no-store", credentials: "include", ...wish });
    if (status === TOO_OFTEN) note({ tooOften: true });
    return ok;
  } catch {
    return false;
  }
}
