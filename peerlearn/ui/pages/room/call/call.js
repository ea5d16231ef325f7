/**
 * One seat of the room, without its looks: devices, negotiation and the signals between two tabs.
 *
 * The server's view of the room comes in as facts and goes out as reports; both may be late, doubled or,
 * after a server restart, empty. Rules: a server that does not know this tab is told again and not
 * believed about anything else; a peer with a new instance is a reloaded page and starts from nothing;
 * the same peer after a silence is a living connection and is left alone. Pictures never wait for the server.
 *
 * Two tabs connect as soon as both are on the page; camera and microphone are sent once both have joined.
 * What it all looks like is left to the component.
 */

import { BEFORE, ENDED, PRESUMED, heardMedia, understood } from "./call_view.js";
import { Negotiation } from "./negotiation.js";
import { OwnMedia } from "./own_media.js";
import { OwnScreen } from "./own_screen.js";
import { ownName } from "./own_name.js";
import { Presence } from "./presence.js";
import { Pulse } from "./pulse.js";
import { Quality } from "./quality.js";
import { Relay } from "./relay.js";
import { Rescue } from "./rescue.js";
import { SignalLine } from "./signal_line.js";

const ARRIVE_AGAIN = 2_500;
const HEARTBEAT = 10_000;
const CONNECT_WITHIN = 5_000; // a call that both agreed on and that does not come to life by then never will
const POLITE_WAITS = 3_000; // both sides see a call die at once; one of them goes first
const ALIVE = new Set(["connected", "disconnected"]); // a short silence heals by itself
const BEAT = "{}"; // something always arrives over a line that works

export class Call {
  instance = ownName();

  #report;
  #changed;
  #facts = {
    seat: "",
    registered: "",
    seated: false,
    peerInstance: "",
    peerSeated: false,
    offers: false,
    inbox: [],
    acknowledged: {},
    ended: false,
  };
  #peer = new Presence(() => this.#wake());
  #asked = 0;
  #hasAsked = false; // for the devices: before a yes a browser hides its address from those it could reach at once
  #timers = { wake: 0, arrive: 0, heartbeat: 0, replace: 0 };
  #listeners = new Map();
  #closed = false;
  #line;
  #rescue;
  #own = new OwnMedia({
    show: (part) => this.#show(part),
    useTrack: (kind, track) => this.#negotiation.setTrack(kind, track),
    sendingChanged: () => this.#mirrorMedia(),
    trouble: (trouble) => this.view.joined && this.#report.trouble(trouble), // before that the lobby says it, with a way out
  });
  #screen = new OwnScreen({
    show: (ownScreen) => this.#show({ ownScreen }),
    useTrack: (name, track) => this.#negotiation.setTrack(name, track),
    changed: () => this.#mirrorMedia(),
    trouble: (why) => this.#report.screenTrouble(why),
  });
  #quality = new Quality({
    shape: (manner) => this.#negotiation.shape("video", manner),
    changed: () => {
      this.#show({ quality: this.#quality.level });
      this.#mirrorMedia();
    },
  });
  #negotiation = new Negotiation({
    send: (kind, body) => this.#line.say(kind, body, { urgent: kind !== "candidate" }),
    onRemoteStreams: (streams) => this.#agreedOnCall(streams),
    onState: (state) => this.#stateBecame(state),
    onChannel: (name) => name === "control" && this.#sayWhereWeAre(),
    onWord: (name, data) => this.#hearWord(name, data),
    onTrouble: (error) => console.warn("A signal could not be used:", error),
    onRelayRefused: () => this.#relay.refused(),
  });
  #relay = new Relay(() => this.#report.renewRelay());
  #pulse = new Pulse({
    beat: () => this.tell("control", BEAT),
    onSilence: () => this.#rescue.begin(),
    onSound: () => this.#rescue.end(),
    onStuck: () => this.#control({ keyFrame: true }),
    onStill: (buffering) => this.#show({ buffering }),
  });

  /** What there is to show now; replaced, never changed. */
  view = { ...BEFORE, sending: this.#own.sending };

  /**
   * @param report {wait, arrive, signals, acknowledge, heartbeat, renewRelay, trouble}: functions that tell the server
   * @param reach () => Promise<boolean>, whether the server answers
   * @param changed called when there is a new `view`
   */
  constructor({ report, reach, changed }) {
    this.#report = report;
    this.#changed = changed;
    this.#line = new SignalLine({
      own: this.instance,
      report,
      hear: (kind, body) => this.#hearSignal(kind, body),
      onArrived: (upTo) => this.#asked && upTo >= this.#asked && this.#rescue.hearPeer(),
    });
    this.#rescue = new Rescue({
      reach,
      ask: () => (this.#asked = this.#line.say("silent", {})),
      renew: () => this.#negotiation.restart(),
      changed: () => this.#showStatus(),
    });
  }

  /** The present RTCPeerConnection, or null. */
  get connection() {
    return this.#negotiation.connection;
  }

  /** Open the devices, for oneself to see, and connect with whoever is here; nothing is sent before `join`. */
  async open() {
    await this.#own.open();
    this.#hasAsked = true;
    this.#wake();
  }

  /** Be present: take the seat, and be seen by whoever takes the other one. */
  join() {
    if (this.#closed || this.view.joined) return;
    this.view = { ...this.view, joined: true };
    this.#sayWhereWeAre();
    this.#letBeSeen(); // before anything is drawn: that takes the page longer than the picture takes to the other side
    this.#show({});
    this.#stopArriving();
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
    this.#own.toggle(kind);
  }

  /** Try once more to have the camera and microphone that are not there. */
  retry() {
    this.#own.retry();
  }

  /** Use another microphone ("audio") or camera ("video"). */
  choose(kind, id) {
    this.#own.choose(kind, id);
  }

  /** Share one's screen, or stop. */
  share() {
    if (!this.#closed) this.#screen.toggle();
  }

  /** Say something straight to the other tab, over "control" or "ink"; false when there is no way at present. */
  tell(channel, data) {
    return this.#negotiation.tell(channel, data);
  }

  /** Hear what comes over "ink"; the function returned ends it. */
  listen(channel, hear) {
    this.#listeners.set(hear, channel);
    return () => this.#listeners.delete(hear);
  }

  /** After three tries in vain: the mentor tries again, the learner asks the mentor to. */
  rejoin() {
    if (this.#facts.seat === "learner") this.#line.say("rejoin", {});
    this.#show({ wantsToRejoin: false });
    this.#rescue.again();
  }

  /** Stop every track, hang up, fall silent. */
  close() {
    if (this.#closed) return;
    this.#closed = true;
    for (const timer of Object.values(this.#timers)) clearTimeout(timer);
    this.#line.close();
    this.#relay.close();
    this.#peer.close();
    this.#pulse.watch(null);
    this.#quality.watch(null);
    this.#rescue.stop();
    this.#negotiation.close();
    this.#own.close();
    this.#screen.close();
  }

  #wake() {
    if (this.#closed) return;
    this.#timers.wake ||= setTimeout(() => {
      this.#timers.wake = 0;
      this.#act();
    });
  }

  #act() {
    const { seat, registered, seated, peerInstance, ended } = this.#facts;
    if (ended) return this.#end();
    if (!seat || !(this.#hasAsked || this.view.joined)) return;
    if (registered !== this.instance) return this.#arrive();
    if (this.view.joined && !seated) this.#takeSeat();
    this.#believe();
    if (peerInstance && peerInstance !== this.#line.peer) this.#meet(peerInstance);
    if (!this.#line.peer) this.#negotiation.prepare();
    this.#line.take(this.#facts);
    this.#letBeSeen();
    this.#watchCall();
    this.#showStatus();
  }

  #end() {
    this.close();
    this.#show(ENDED);
  }

  /** Tell a server that does not know this tab, once it has found the room (and with it our seat) again. */
  #arrive() {
    this.#line.follow(false);
    this.#takeSeat();
  }

  #takeSeat() {
    if (this.#timers.arrive) return;
    if (this.view.joined) this.#report.arrive(this.instance);
    else this.#report.wait(this.instance);
    this.#timers.arrive = setTimeout(() => {
      this.#timers.arrive = 0;
      this.#wake();
    }, ARRIVE_AGAIN);
  }

  #stopArriving() {
    clearTimeout(this.#timers.arrive);
    this.#timers.arrive = 0;
  }

  /** The server knows this tab: its word on politeness and on who is there counts. */
  #believe() {
    const { polite, iceServers, relayMs, peerInstance, seated } = this.#facts;
    if (seated === this.view.joined) this.#stopArriving();
    this.#negotiation.polite = this.#rescue.polite = polite;
    this.#negotiation.useServers(iceServers);
    this.#relay.learn(iceServers, relayMs);
    const isKnown = peerInstance === this.#line.peer && peerInstance !== "";
    if (isKnown) this.#peer.seated = this.#facts.peerSeated;
    this.#line.follow(isKnown);
    if (!peerInstance) this.#rescue.end(); // they left, or are not even heard by the server
    else if (this.#pulse.silent && this.#line.listens) this.#rescue.begin();
  }

  #meet(peer) {
    const reloaded = this.#line.peer !== "";
    this.#line.meet(peer);
    this.#peer.meet(this.#facts.peerSeated);
    this.#rescue.end();
    if (reloaded) this.#negotiation.reset();
    this.#negotiation.meet({ offers: this.#facts.offers });
    this.#show({ receiving: PRESUMED, remoteStream: null, remoteScreen: null, connected: false });
  }

  /** Nobody is seen by somebody who does not let themselves be seen. */
  #letBeSeen() {
    this.#negotiation.allow(this.view.joined && this.#peer.isIn);
  }

  #hearSignal(kind, body) {
    if (kind === "media") this.#show({ receiving: heardMedia(body) });
    else if (kind === "silent") {
      this.#line.acknowledgeNow();
      this.#rescue.hearPeer();
    } else if (kind === "rejoin") this.#show({ wantsToRejoin: this.view.status === "lost" });
    else this.#negotiation.receive(kind, body);
  }

  #hearWord(channel, data) {
    if (channel !== "control") {
      for (const [hear, wanted] of this.#listeners) if (wanted === channel) hear(data);
      return;
    }
    const word = understood(data);
    if (word.keyFrame) this.#negotiation.refreshPictures();
    if (typeof word.joined !== "boolean") return;
    this.#peer.hear(word.joined);
    this.#letBeSeen();
    this.#showStatus();
  }

  #control(word) {
    this.tell("control", JSON.stringify(word));
  }

  #sayWhereWeAre() {
    this.#control({ joined: this.view.joined });
  }

  #agreedOnCall({ person, screen }) {
    this.#show({ remoteStream: person, remoteScreen: screen });
    this.#rescue.beginAnew();
    this.#mirrorMedia(); // not earlier: nothing may travel before the descriptions
    this.#wake();
  }

  #stateBecame(state) {
    if (state === "connected" || state === "new") {
      this.#pulse.watch(this.connection);
      this.#quality.watch(this.connection);
    }
    if (state === "failed") this.#wake();
    this.#showStatus();
  }

  /** A call that failed, or was agreed on and never came to life, is replaced while somebody is there. */
  #watchCall() {
    const { connection } = this;
    const isDead = () => connection?.remoteDescription && !ALIVE.has(connection.connectionState);
    if (!isDead() || !this.#line.listens || this.#timers.replace) return;
    const patience = connection.connectionState === "failed" ? 0 : CONNECT_WITHIN;
    const turn = this.#facts.polite ? POLITE_WAITS : 0;
    this.#timers.replace = setTimeout(() => {
      this.#timers.replace = 0;
      if (connection === this.connection && isDead()) this.#rescue.replace();
      this.#wake();
    }, patience + turn);
  }

  #mirrorMedia() {
    const slow = ["none", "trial"].includes(this.#quality.level);
    this.#line.say("media", { ...this.#own.sending, screen: this.#screen.on, slow }, { urgent: false });
  }

  #showStatus() {
    if (this.#closed) return;
    const status = this.#status();
    const { view } = this;
    const outage = status === "waiting" || status === "preparing" ? "" : this.#rescue.fault;
    if (status === view.status && outage === view.outage) return;
    const wantsToRejoin = view.wantsToRejoin && status === "lost";
    this.#show({ status, outage, wantsToRejoin, connected: view.connected || status === "connected" });
  }

  #status() {
    const { fault, lost } = this.#rescue;
    const isConnected = this.connection?.connectionState === "connected" && !fault;
    if (isConnected && this.#peer.isIn) return "connected";
    if (!this.#line.listens && !fault) return "waiting";
    if (!this.#peer.isIn) return "preparing";
    if (lost) return "lost";
    return this.view.connected ? "reconnecting" : "connecting";
  }

  #show(part) {
    this.view = { ...this.view, ...part };
    this.#changed();
  }
}
