/** The line to the relay: which transports reach it, and how two connections of this very page fare through it. */

const REACHED_WITHIN = 4_000;
const CONNECTED_WITHIN = 3_000;
const PINGS = { count: 40, every: 40, lastWait: 600 };
const UPLOAD = { milliseconds: 2_500, warmUp: 500, every: 20, kbits: 4_000, chunk: 10_000 };
const UNAUTHORIZED = 401;

/** The relay's addresses by the transport that reaches them, the one that media likes best first. */
export function serversByTransport(iceServers) {
  const found = {};
  for (const { urls, ...credentials } of iceServers) {
    for (const url of [urls].flat()) {
      const transport = transportOf(url);
      if (transport) found[transport] ??= { urls: url, ...credentials };
    }
  }
  return Object.fromEntries(["udp", "tcp", "tls"].filter((name) => found[name]).map((name) => [name, found[name]]));
}

function transportOf(url) {
  if (url.startsWith("turns:")) return "tls";
  if (!url.startsWith("turn:")) return null;
  return url.includes("transport=tcp") ? "tcp" : "udp";
}

/** Of each transport, whether the relay answers by it. */
export async function whichReach(servers, timeIsUp) {
  const ways = Object.entries(servers);
  const answers = await Promise.all(ways.map(([, server]) => reaches(server, timeIsUp)));
  return Object.fromEntries(ways.map(([transport], at) => [transport, answers[at]]));
}

async function reaches(server, timeIsUp) {
  const pc = throughRelay(server);
  try {
    pc.createDataChannel("way");
    const answered = new Promise((done) => {
      pc.onicecandidate = ({ candidate }) => {
        if (!candidate) done(false);
        else if (/ typ relay/.test(candidate.candidate)) done(true);
      };
      // Credentials that have just ended are no reason to call the way closed: somebody answered.
      pc.onicecandidateerror = ({ errorCode }) => errorCode === UNAUTHORIZED && done(true);
    });
    await pc.setLocalDescription();
    return await Promise.race([answered, pause(REACHED_WITHIN, timeIsUp).then(() => false)]);
  } finally {
    pc.close();
  }
}

/**
 * Send to oneself by way of the relay: each message goes up to it and comes down again.
 *
 * @param note called with {roundTrip, lost} and with {upload, atLeast}, each as soon as it is known
 */
export async function measureRelay(server, note, timeIsUp) {
  const [here, there] = [throughRelay(server), throughRelay(server)];
  try {
    const channels = await connect(here, there, timeIsUp);
    note(await measurePings(channels.pings, timeIsUp));
    note(await measureUpload(channels.bytes, timeIsUp));
  } finally {
    here.close();
    there.close();
  }
}

const throughRelay = (server) => new RTCPeerConnection({ iceServers: [server], iceTransportPolicy: "relay" });

/** Two channels from here to there: one that loses what the line loses, one that loses nothing. */
async function connect(here, there, timeIsUp) {
  here.onicecandidate = ({ candidate }) => candidate && there.addIceCandidate(candidate).catch(() => {});
  there.onicecandidate = ({ candidate }) => candidate && here.addIceCandidate(candidate).catch(() => {});
  const both = Promise.all([
    channelBetween(here, there, 0, { ordered: false, maxRetransmits: 0 }),
    channelBetween(here, there, 1, {}),
  ]);
  await here.setLocalDescription();
  await there.setRemoteDescription(here.localDescription);
  await there.setLocalDescription();
  await here.setRemoteDescription(there.localDescription);
  const [pings, bytes] = await Promise.race([both, pause(CONNECTED_WITHIN, timeIsUp).then(() => never())]);
  return { pings, bytes };
}

async function channelBetween(here, there, id, options) {
  const wanted = { ...options, negotiated: true, id };
  const [out, into] = [here, there].map((pc) => pc.createDataChannel(String(id), wanted));
  await Promise.all([out, into].map((end) => new Promise((open) => (end.onopen = open))));
  return { out, into };
}

async function measurePings({ out, into }, timeIsUp) {
  const took = [];
  into.onmessage = ({ data }) => took.push(performance.now() - Number(data));
  for (let sent = 0; sent < PINGS.count; sent += 1) {
    out.send(String(performance.now()));
    await pause(PINGS.every, timeIsUp);
  }
  await pause(PINGS.lastWait, timeIsUp);
  if (!took.length) return never();
  took.sort((one, other) => one - other);
  return { roundTrip: took[Math.floor(took.length / 2)], lost: 1 - took.length / PINGS.count };
}

/** Send as much as a good picture would need twice over, and no more: the relay is shared. */
async function measureUpload({ out, into }, timeIsUp) {
  let [arrived, began, last] = [0, 0, 0];
  const start = performance.now();
  into.onmessage = ({ data }) => {
    last = performance.now();
    if (last - start < UPLOAD.warmUp) return;
    if (began) arrived += data.byteLength;
    began ||= last;
  };
  into.binaryType = "arraybuffer";
  const chunk = new Uint8Array(UPLOAD.chunk);
  for (let sent = 0; performance.now() - start < UPLOAD.milliseconds; ) {
    const due = (UPLOAD.kbits / 8) * (performance.now() - start);
    for (; sent < due && out.bufferedAmount < UPLOAD.kbits * 30; sent += chunk.length) out.send(chunk);
    await pause(UPLOAD.every, timeIsUp);
  }
  if (!arrived) return never();
  const upload = (arrived * 8) / (last - began);
  // More was not sent than would have been enough; what had waited in between may arrive faster than that.
  return { upload: Math.min(upload, UPLOAD.kbits), atLeast: upload > UPLOAD.kbits * 0.9 };
}

function never() {
  throw new Error("The relay did not carry it");
}

function pause(milliseconds, timeIsUp) {
  return new Promise((done, stop) => {
    const end = () => {
      clearTimeout(timer);
      stop(timeIsUp.reason);
    };
    const timer = setTimeout(() => {
      timeIsUp.removeEventListener("abort", end);
      done();
    }, milliseconds);
    timeIsUp.addEventListener("abort", end);
    if (timeIsUp.aborted) end();
  });
}
