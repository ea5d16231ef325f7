/**
 * How good is the line for a call? Measured in a few seconds: by way of the relay where there is one, since media may
 * have to go that way, and by the site's own doors where there is none.
 *
 * Never throws: what could not be measured is null, and what was measured before the time was up counts.
 */

import { measureRelay, serversByTransport, whichReach } from "./relay_line.js";
import { measureSite } from "./site_line.js";

export const LONGEST = 14_000;

/**
 * @param iceServers as an RTCPeerConnection takes them
 * @param doors {ping, upload}: addresses of the site
 * @param stop an AbortSignal: the answer is no longer wanted
 * @returns {relay: {udp, tcp, tls} of those that are set up, roundTrip, lost, upload, atLeast, tooOften, finished}
 */
export async function checkNetwork({ iceServers, doors, stop }) {
  const found = { relay: {}, roundTrip: null, lost: null, upload: null, atLeast: false, tooOften: false };
  const timeIsUp = new AbortController();
  const over = new Promise((done) => timeIsUp.signal.addEventListener("abort", done));
  const timer = setTimeout(() => timeIsUp.abort(), LONGEST);
  stop.addEventListener("abort", () => timeIsUp.abort());
  await Promise.race([measure(found, iceServers, doors, timeIsUp.signal).catch(() => {}), over]);
  clearTimeout(timer);
  return { ...found, finished: !timeIsUp.signal.aborted };
}

async function measure(found, iceServers, doors, timeIsUp) {
  const servers = serversByTransport(iceServers);
  const note = (figures) => timeIsUp.aborted || Object.assign(found, figures);
  note({ relay: await whichReach(servers, timeIsUp) });
  const way = Object.keys(servers).find((transport) => found.relay[transport]);
  if (way) await measureRelay(servers[way], note, timeIsUp).catch(() => {});
  if (found.upload === null) await measureSite(doors, note, timeIsUp);
}
