/**
 * One seat of the room, without its looks: devices, negotiation and the signals between two tabs.
 *
 * The server's view of the room comes in as facts and goes out as reports; both may be late, doubled or,
 * after a server restart, empty. Rules: a server that does not know this tab is told again and not
 * believed about anything else; a peer with a new instance is a reloaded page and starts from nothing;
 * the same peer after a silence is a living connection and is left alone. Pictures never wait for the server.
 *
 * What it all looks like is left to the component.
 */

import { Devices } from "./devices.js";
import { Negotiation } from "./negotiation.js";
import { Inbox, Outbox } from "./outbox.js";
import { Relay } from "./relay.js";

const ARRIVE_AGAIN = 2_500;
const HEARTBEAT = 10_000;
const ACKNOWLEDGE_AFTER = 500; // the sender waits far longer, and while a call is made every message costs it time
const ACKNOWLEDGE_REPEATED_AFTER = 1_000;
const TROUBLE_AFTER = 300; // camera and microphone usually fail together and make one message
const CONNECT_WITHIN = 5_000; // a call that both agreed on and that does not come to life by then never will
const POLITE_WAITS = 3_000; // both sides see a call die at once; one of them goes first
const ALIVE = new Set(["connected", "disconnected"]); // a short silence heals by itself

export class Call {
  instance = crypto.randomUUID();

  #report;
  #changed;
  #facts = { seat: "", registered: "", peerInstance: "", offers: false, inbox: [], acknowledged: {}, ended: false };
  #peer = "";
  #lastNumber = 0;
  #inbox = new Inbox();
  #outbox = new Outbox((signals) => this.#report.signals(signals));
  #devices = new Devices({
    onTrack: (kind, track) => this.#useTrack(kind, track),
    onTrouble: (kind, why) => this.#deviceTrouble(kind, why),
    onChoices: (choices) => this.#show({ choices }),
  });
  #negotiation = new Negotiation({
    send: (kind, body) => this.#signal(kind, body, { urgent: kind !== "candidate" }),
    onRemoteStream: (stream) => this.#agreedOnCall(stream),
    onState: (state) => this.#stateBecame(state),
    onTrouble: (error) => console.warn("A signal could not be used:", error),
    onRelayRefused: () => this.#relay.refused(),
  });
  #relay = new Relay(() => this.#report.renewRelay());
  #timers = { wake: 0, arrive: 0, heartbeat: 0, acknowledge: 0, replace: 0, trouble: 0 };
  #peerListens = false;
  #acknowledged = 0;
  #closed = false;

  /** What there is to show before anything has happened. */
  static BEFORE = Object.freeze({
    joined: false,
    status: "waiting",
    sending: { audio: true, video: true },
    receiving: { audio: true, video: true },
    trouble: { audio: "", video: "" },
    choices: { audio: [], video: [] },
    ownStream: null,
    microphone: null,
    remoteStream: null,
    callsSettled: 0,
  });

  /** What there is to show now; replaced, never changed. */
  view = Call.BEFORE;

  /**
   * @param report {arrive, signals, acknowledge, heartbeat, renewRelay, trouble}: functions that tell the server
   * @param changed called when there is a new `view`
   */
  constructor({ report, changed }) {
    this.#report = report;
    this.#changed = changed;
  }

  /** The present RTCPeerConnection, or null. */
  get connection() {
    return this.#negotiation.connection;
  }

  /** Open the devices, for oneself to see; nobody knows of us, and nothing is sent, before `join`. */
  open() {
    this.#devices.open();
  }

  /** Be present: take the seat, and talk with whoever takes the other one. */
  join() {
    if (this.#closed || this.view.joined) return;
    this.#show({ joined: true });
    this.#act();
    this.#timers.heartbeat = setInterval(() => this.#report.heartbeat(), HEARTBEAT);
  }

  /** Learn what the server says; acted on in a moment of its own, never inside the caller's. */
  learn(facts) {
    this.#facts = facts;
    this.#wake();
  }

  /** Mute or unmute ("audio"), camera off or on ("video"). */
  toggle(kind) {
    if (this.#closed) return;
    this.#devices.toggle(kind);
    this.#showSending();
  }

  /** Use another microphone ("audio") or camera ("video"). */
  choose(kind, id) {
    this.#devices.choose(kind, id);
  }

  /** Stop every track, hang up, fall silent. */
  close() {
    if (this.#closed) return;
    this.#closed = true;
    for (const timer of Object.values(this.#timers)) clearTimeout(timer);
    this.#outbox.close();
    this.#relay.close();
    this.#negotiation.close();
    this.#devices.close();
  }

  #wake() {
    if (this.#closed) return;
    this.#timers.wake ||= setTimeout(() => {
      this.#timers.wake = 0;
      this.#act();
    });
  }

  #act() {
    const { seat, registered, peerInstance, ended } = this.#facts;
    if (ended) return this.#end();
    if (!this.view.joined) return seat && this.#prepare();
    if (registered !== this.instance) return this.#arrive(seat);
    this.#believe();
    if (peerInstance && peerInstance !== this.#peer) this.#meet(peerInstance);
    if (!this.#peer) this.#negotiation.prepare();
    this.#hearSettled();
    this.#hearSignals();
    this.#watchCall();
    this.#showStatus();
  }

  /** Have an offer ready before anybody hears it. */
  #prepare() {
    this.#useServers();
    this.#negotiation.prepare();
  }

  #useServers() {
    const { iceServers, relayMs } = this.#facts;
    this.#negotiation.useServers(iceServers);
    this.#relay.learn(iceServers, relayMs);
  }

  #end() {
    this.close();
    this.#show({ status: "ended", ownStream: null, remoteStream: null });
  }

  /** Tell a server that does not know this tab, once it has found the room (and with it our seat) again. */
  #arrive(seat) {
    this.#peerListens = false;
    this.#outbox.hold();
    if (!seat || this.#timers.arrive) return;
    this.#report.arrive(this.instance);
    this.#timers.arrive = setTimeout(() => {
      this.#timers.arrive = 0;
      this.#wake();
    }, ARRIVE_AGAIN);
  }

  /** The server knows this tab: its word on politeness and on who is there counts. */
  #believe() {
    clearTimeout(this.#timers.arrive);
    this.#timers.arrive = 0;
    this.#negotiation.polite = this.#facts.polite;
    this.#useServers();
    const peerIsBack = this.#facts.peerInstance === this.#peer && this.#peer !== "";
    if (!peerIsBack) this.#outbox.hold();
    else if (!this.#peerListens) this.#outbox.resume();
    this.#peerListens = peerIsBack;
  }

  #meet(peer) {
    const reloaded = this.#peer !== "";
    this.#peer = peer;
    this.#outbox.close();
    this.#inbox = new Inbox();
    this.#lastNumber = 0;
    this.#acknowledged = 0;
    this.#outbox.resume();
    this.#peerListens = true;
    if (reloaded) this.#negotiation.reset();
    this.#negotiation.meet({ offers: this.#facts.offers });
    this.#show({ receiving: { audio: true, video: true }, remoteStream: null });
  }

  #hearSettled() {
    const { receiver, up_to: upTo } = this.#facts.acknowledged;
    if (receiver === this.#peer) this.#outbox.settle((signal) => signal.n <= upTo);
  }

  #hearSignals() {
    const forUs = this.#facts.inbox.filter(
      ({ sender, receiver }) => sender === this.#peer && receiver === this.instance && this.#peer,
    );
    if (!forUs.length) return;
    for (const { kind, body } of this.#inbox.take(forUs)) this.#take(kind, understood(body));
    this.#acknowledgeSoon();
  }

  #take(kind, body) {
    if (kind === "media") this.#show({ receiving: { audio: body.audio === true, video: body.video === true } });
    else this.#negotiation.receive(kind, body);
  }

  /** A repeated signal means that our word was lost: say it again, but not in answer to every echo. */
  #acknowledgeSoon() {
    const peer = this.#peer;
    const repeated = this.#inbox.upTo === this.#acknowledged;
    this.#timers.acknowledge ||= setTimeout(() => {
      this.#timers.acknowledge = 0;
      if (peer !== this.#peer || !this.#inbox.upTo) return;
      this.#acknowledged = this.#inbox.upTo;
      this.#report.acknowledge(peer, this.#acknowledged);
    }, repeated ? ACKNOWLEDGE_REPEATED_AFTER : ACKNOWLEDGE_AFTER);
  }

  #signal(kind, body, { urgent }) {
    if (!this.#peer) return;
    this.#lastNumber += 1;
    const [sender, receiver, n] = [this.instance, this.#peer, this.#lastNumber];
    this.#outbox.add({ sender, receiver, n, kind, body: JSON.stringify(body) }, { urgent });
  }

  #agreedOnCall(remoteStream) {
    this.#show({ remoteStream, callsSettled: this.view.callsSettled + 1 });
    this.#mirrorMedia(); // not earlier: nothing may travel before the descriptions
    this.#wake();
  }

  #stateBecame(state) {
    if (state === "failed") this.#wake();
    this.#showStatus();
  }

  /** A call that failed, or was agreed on and never came to life, is replaced while somebody is there. */
  #watchCall() {
    const { connection } = this;
    const isDead = () => connection?.remoteDescription && !ALIVE.has(connection.connectionState);
    if (!isDead() || !this.#peerListens || this.#timers.replace) return;
    const patience = connection.connectionState === "failed" ? 0 : CONNECT_WITHIN;
    const turn = this.#facts.polite ? POLITE_WAITS : 0;
    this.#timers.replace = setTimeout(() => {
      this.#timers.replace = 0;
      if (connection === this.connection && isDead()) this.#negotiation.restart();
      this.#wake();
    }, patience + turn);
  }

  #useTrack(kind, track) {
    this.#negotiation.setTrack(kind, track);
    if (this.#closed) return;
    if (kind === "video") this.#show({ ownStream: track && new MediaStream([track]) });
    else this.#show({ microphone: track });
    this.#showSending();
  }

  #deviceTrouble(kind, why) {
    const trouble = { ...this.view.trouble, [kind]: why };
    this.#show({ trouble });
    this.#showSending();
    clearTimeout(this.#timers.trouble);
    if (why) this.#timers.trouble = setTimeout(() => this.#report.trouble(this.view.trouble), TROUBLE_AFTER);
  }

  #showSending() {
    if (this.#closed) return;
    const sending = { audio: this.#devices.isOn("audio"), video: this.#devices.isOn("video") };
    const before = this.view.sending;
    if (sending.audio === before.audio && sending.video === before.video) return;
    this.#show({ sending });
    this.#mirrorMedia();
  }

  #mirrorMedia() {
    this.#signal("media", this.view.sending, { urgent: false });
  }

  #showStatus() {
    const status = this.#status();
    if (!this.#closed && status !== this.view.status) this.#show({ status });
  }

  #status() {
    if (this.connection?.connectionState === "connected") return "connected";
    if (!this.#peerListens) return "waiting";
    return this.view.callsSettled ? "reconnecting" : "connecting";
  }

  #show(part) {
    this.view = { ...this.view, ...part };
    this.#changed();
  }
}

function understood(body) {
  try {
    return JSON.parse(body) ?? {};
  } catch {
    return {};
  }
}
