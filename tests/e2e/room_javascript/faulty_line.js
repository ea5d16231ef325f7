/**
 * Where the server is, for two Calls in one page: it passes on what they report, may lose, double and
 * delay it, may be down, and may forget everything it knew.
 */

import { Call } from "/room/call/call.js";
import { framesDecoded, watchPicture } from "/witness.js";

const NOBODY = () => ({ opened: true, registered: "", seated: false, entered: 0, inbox: [], acknowledged: {} });
const OTHER = { mentor: "learner", learner: "mentor" };

export class FaultyLine {
  constructor({ seed = 1, drop = 0, double = 0, delay = 3 } = {}) {
    Object.assign(this, { drop, double, delay, down: false, carried: [], calls: {}, tooEarly: 0, away: new Set() });
    this.random = randomFrom(seed);
    this.forget();
  }

  /** The server is killed and starts again: every tab sees the defaults, then its seat, as its page is opened. */
  forget() {
    this.seats = { mentor: NOBODY(), learner: NOBODY() };
    this.entries = 0;
    for (const seat of Object.keys(this.calls)) {
      this.seats[seat].opened = false;
      this.tell(seat);
      setTimeout(() => {
        this.seats[seat].opened = true;
        this.tell(seat);
      }, 100);
    }
  }

  /** The reports of the tab in this seat, each through the faults. */
  reportsOf(seat) {
    const through = (act) => (...words) => this.travel(() => act(...structuredClone(words)));
    return {
      wait: through((instance) => this.arrive(seat, instance, false)),
      arrive: through((instance) => this.arrive(seat, instance, true)),
      signals: through((batch) => batch.forEach((signal) => this.carry(seat, signal))),
      acknowledge: through((sender, upTo) => this.acknowledge(seat, sender, upTo)),
      heartbeat: () => {},
      trouble: () => {},
      screenTrouble: () => {},
    };
  }

  leave(seat) {
    this.seats[seat] = NOBODY();
    delete this.calls[seat];
    this.tell(OTHER[seat]);
  }

  arrive(seat, instance, seated) {
    if (!this.seats[seat].opened) {
      this.tooEarly += 1;
      return;
    }
    if (this.seats[seat].registered !== instance) {
      this.seats[seat] = { ...NOBODY(), registered: instance, entered: (this.entries += 1) };
    }
    this.seats[seat].seated ||= seated;
    this.tell("mentor");
    this.tell("learner");
  }

  carry(seat, signal) {
    const there = this.seats[OTHER[seat]];
    if (signal.sender !== this.seats[seat].registered || signal.receiver !== there.registered) return;
    if (there.inbox.some(({ sender, n }) => sender === signal.sender && n === signal.n)) return;
    there.inbox = [...there.inbox.filter(({ sender }) => sender === signal.sender), signal];
    this.carried.push(`${signal.kind} of the ${seat}`);
    this.tell(OTHER[seat]);
  }

  acknowledge(seat, sender, upTo) {
    const here = this.seats[seat];
    here.inbox = here.inbox.filter((signal) => signal.sender !== sender || signal.n > upTo);
    this.tell(seat);
    const there = this.seats[OTHER[seat]];
    if (there.registered !== sender) return;
    there.acknowledged = { receiver: here.registered, up_to: upTo };
    this.tell(OTHER[seat]);
  }

  tell(seat) {
    const [here, there] = [this.seats[seat], this.seats[OTHER[seat]]];
    const offers = here.entered < there.entered;
    const { opened, registered, seated, inbox, acknowledged } = here;
    const known = opened ? { seat, polite: seat === "learner" } : { seat: "", polite: false };
    const facts = { ...known, registered, seated, inbox, acknowledged, offers, ended: false };
    const peer = { peerInstance: there.registered, peerSeated: there.seated };
    this.calls[seat]?.learn({ ...facts, ...peer, iceServers: [] });
  }

  travel(act) {
    if (this.down || this.random() < this.drop) return;
    const copies = this.random() < this.double ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      setTimeout(() => this.down || act(), this.random() * this.delay);
    }
  }
}

/** Put a new tab into a seat; one who is not `honest` asks the server for no seat and tells the other side otherwise. */
export function sit(line, seat, { joins = true, honest = true } = {}) {
  const place = { seat, pictures: [], connections: new Set() };
  const report = line.reportsOf(seat);
  const call = new Call({
    report: honest ? report : { ...report, arrive: report.wait },
    reach: async () => !line.down && !line.away.has(seat),
    changed: () => {
      const { remoteStream } = call.view;
      if (call.connection) place.connections.add(call.connection);
      if (remoteStream && place.stream !== remoteStream) place.pictures.push(watchPicture(remoteStream));
      place.stream = remoteStream;
    },
  });
  place.call = call;
  line.calls[seat] = call;
  call.open();
  if (joins) call.join();
  line.tell(seat);
  return place;
}

/** What the person in this seat sees at present. */
window.seenBy = async ({ call, pictures, connections }) => ({
  status: call.view.status,
  sending: call.view.sending,
  receiving: call.view.receiving,
  connections: connections.size,
  decoded: call.connection ? await framesDecoded(call.connection) : 0,
  presented: pictures.at(-1)?.presented() ?? 0,
  longestGap: pictures.at(-1)?.longestGap() ?? 0,
  alive: (await pictures.at(-1)?.looksAlive()) ?? false,
});

function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
