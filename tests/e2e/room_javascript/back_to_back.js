/** Two Negotiation objects in one page, each one's words put into the other's ear. */

import { Negotiation } from "/room/call/negotiation.js";
import { framesDecoded, watchPicture } from "/witness.js";

/**
 * @param offers which of the two, learner first, makes the first offer
 * @param prepared which of the two have an offer ready before they meet
 * @param lose (side, kind, count) whether a signal vanishes
 * @param servers the STUN and TURN servers of each
 */
export async function backToBack({ offers, prepared = [false, false], lose = () => false, delay = 5, servers = [[], []] }) {
  const sides = [{ polite: true }, { polite: false }].map((side) => ({ ...side, said: [], heard: {}, troubles: [] }));
  sides.forEach((side, index) => {
    side.negotiation = new Negotiation({
      send: (kind, body) => {
        side.said.push(kind);
        if (lose(index, kind, side.said.length)) return;
        const copy = structuredClone(body);
        setTimeout(() => sides[1 - index].negotiation.receive(kind, copy), delay);
      },
      onRemoteStreams: ({ person }) => (side.picture = watchPicture(person)),
      onState: (state) => (side.state = state),
      onTrouble: (error) => side.troubles.push(String(error)),
      onRelayRefused: () => (side.refusals = (side.refusals ?? 0) + 1),
    });
    side.negotiation.polite = side.polite;
    side.negotiation.useServers(servers[index]);
  });
  for (const side of sides) {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 320, height: 240 } });
    for (const track of stream.getTracks()) side.negotiation.setTrack(track.kind, track);
    side.negotiation.allow(true);
  }
  prepared.forEach((early, index) => early && sides[index].negotiation.prepare());
  await new Promise((done) => setTimeout(done, prepared.some(Boolean) ? 300 : 0));
  window.sides = sides;
  offers.forEach((first, index) => sides[index].negotiation.meet({ offers: first }));
}

/** Milestones of both sides, for the test to judge. */
window.seenByBoth = async () =>
  Promise.all(
    window.sides.map(async ({ negotiation, picture, state, said, troubles }) => ({
      state,
      said,
      troubles,
      presented: picture?.presented() ?? 0,
      decoded: negotiation.connection ? await framesDecoded(negotiation.connection) : 0,
      alive: picture ? await picture.looksAlive() : false,
    })),
  );
