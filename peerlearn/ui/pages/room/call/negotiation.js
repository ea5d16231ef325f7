/**
 * Two browsers agree on one peer connection, whoever speaks first and whatever arrives twice.
 *
 * What travels has its place from the start: sound, picture, a screen and its sound, and channels for words.
 * The places are empty until somebody may be seen; filling one needs no word to the other side.
 *
 * Each offer opens a *call*: a fresh RTCPeerConnection on both sides, named by an id that the answer
 * and the candidates repeat. A call is settled by one offer and one answer and never renegotiated:
 * tracks come and go by `replaceTrack`, and a call that died is replaced by a new one. So a late or
 * doubled signal can only belong to this call, or to none.
 *
 * When both offer at once the impolite side's offer stands: the polite side drops its own call and
 * answers; the impolite side ignores the other offer and repeats its own.
 *
 * How signals travel, who is there, and what is shown are left to the caller.
 */

import { ownName } from "./own_name.js";
import { openChannels, PLACES, remoteStreams } from "./places.js";
import { Senders } from "./senders.js";
import { askForAGoodStart } from "./start_bitrate.js";

const PATIENCE = 3_000; // before an unanswered offer is repeated; doubles each time
const SLOWEST = 24_000;
const OFFER_ANYWAY = 4_000; // the side that waits for an offer does not wait longer than this
const FRESH_FOR = 120_000; // candidates gathered earlier than this may no longer be true
const EARLY_CANDIDATES = 100;
const UNAUTHORIZED = 401; // what a relay says to credentials that have ended

export class Negotiation {
  /** May be corrected until the first offer is made or received. */
  polite = false;

  #iceServers = [];
  #send;
  #onRemoteStreams;
  #onState;
  #onChannel;
  #onWord;
  #onTrouble;
  #onRelayRefused;
  #call = null;
  #sending = new Senders();
  #streams = { person: new MediaStream(), screen: new MediaStream() }; // only their names travel
  #early = [];
  #steps = Promise.resolve();
  #timer = 0;
  #closed = false;

  /**
   * @param send (kind, body) carries a signal to the other side, in order
   * @param onRemoteStreams ({person, screen}) what the other side will send, once per call
   * @param onState (state) the connection state of the present call, "new" when there is none
   * @param onChannel (name) a channel of the present call is open
   * @param onWord (name, data) what came through a channel
   * @param onTrouble (error) a step that failed; the other side's repetition will try it again
   * @param onRelayRefused () the relay takes our credentials for ended; fresh ones come by `useServers`
   */
  constructor({ send, onRemoteStreams, onState, onTrouble, ...more }) {
    this.#send = send;
    this.#onRemoteStreams = onRemoteStreams;
    this.#onState = onState;
    this.#onTrouble = onTrouble;
    this.#onChannel = more.onChannel ?? (() => {});
    this.#onWord = more.onWord ?? (() => {});
    this.#onRelayRefused = more.onRelayRefused ?? (() => {});
  }

  /** The present RTCPeerConnection, or null. */
  get connection() {
    return this.#call?.pc ?? null;
  }

  /** Find the way with these servers' help from now on. */
  useServers(iceServers) {
    if (JSON.stringify(iceServers) === JSON.stringify(this.#iceServers)) return;
    this.#iceServers = iceServers;
    this.#next(() => this.#takeServersIntoUse());
  }

  /** Have an offer and its candidates ready while nobody is there yet. */
  prepare() {
    this.#next(async () => {
      if (!this.#call) await this.#openOffer();
    });
  }

  /** The other side is there: make the first offer, or wait for theirs. */
  meet({ offers }) {
    this.#next(async () => {
      if (this.#call?.sent) return;
      if (this.#call && performance.now() - this.#call.bornAt > FRESH_FOR) this.#dropCall();
      if (offers) await this.#offer();
      else this.#wait(OFFER_ANYWAY, () => this.#offer());
    });
  }

  /** Replace a call that died by a new one. */
  restart() {
    this.#next(async () => {
      this.#dropCall();
      await this.#offer();
    });
  }

  /** Forget the call: the other side is somebody new. */
  reset() {
    this.#next(async () => {
      this.#early = [];
      this.#dropCall();
    });
  }

  /** Take one signal of the other side. */
  receive(kind, body) {
    const take = { offer: this.#takeOffer, answer: this.#takeAnswer, candidate: this.#takeCandidate }[kind];
    if (take) this.#next(() => take.call(this, body));
  }

  /** Have this track ("audio", "video", "screen", "screenSound") in its place; null leaves it empty. */
  setTrack(name, track) {
    this.#sending.setTrack(name, track);
    // Read when its turn has come: by then there may be a newer track, or none.
    this.#next(() => this.#sending.fill(this.#call, name));
  }

  /** Send what is in this place in this manner, {degradationPreference, encoding}, in this call and in later ones. */
  shape(name, manner) {
    this.#sending.setManner(name, manner);
    this.#next(() => this.#sending.mould(this.#call, name));
  }

  /** Whether tracks are sent, or wait until both want to be seen. */
  allow(mayBeSeen) {
    if (mayBeSeen === this.#sending.allowed) return;
    this.#sending.allowed = mayBeSeen;
    this.#next(() => this.#sending.fillAll(this.#call));
  }

  /** Send whole pictures next: whoever lost some cannot use the differences. */
  refreshPictures() {
    this.#next(() => this.#sending.refreshPictures(this.#call));
  }

  /** Say something through a channel of the call; false when it is not open. */
  tell(name, data) {
    const channel = this.#call?.channels[name];
    if (channel?.readyState !== "open") return false;
    channel.send(data);
    return true;
  }

  /** Hang up for good. */
  close() {
    this.#closed = true;
    this.#dropCall();
  }

  /** Steps run one after the other: a description is never applied on top of a half-applied one. */
  #next(step) {
    this.#steps = this.#steps
      .then(() => (this.#closed ? undefined : step()))
      .catch((error) => {
        if (!this.#closed) this.#onTrouble(error);
      });
  }

  async #offer() {
    if (!this.#call) await this.#openOffer();
    this.#sayOffer();
  }

  async #openOffer() {
    const call = this.#openCall(ownName(), { mine: true });
    for (const { name, kind, stream } of PLACES) {
      const given = this.#sending.present(name) ?? kind;
      const { sender } = call.pc.addTransceiver(given, { direction: "sendrecv", streams: [this.#streams[stream]] });
      call.senders[name] = sender;
    }
    await call.pc.setLocalDescription();
  }

  /** An offer that nobody has heard is made anew, and so is a call that the relay kept from coming to life. */
  async #takeServersIntoUse() {
    const call = this.#call;
    if (!call) return;
    const lives = ["connected", "disconnected"].includes(call.pc.connectionState);
    if (call.sent && (lives || !call.relayRefused)) {
      call.pc.setConfiguration({ ...call.pc.getConfiguration(), iceServers: this.#iceServers });
      return;
    }
    this.#dropCall();
    await this.#openOffer();
    if (call.sent) this.#sayOffer();
  }

  #sayOffer(patience = PATIENCE) {
    const call = this.#call;
    if (!call?.mine || call.settled) return;
    this.#say("offer", call);
    this.#wait(patience, () => this.#sayOffer(Math.min(patience * 2, SLOWEST)));
  }

  async #takeOffer({ call: id, sdp }) {
    const present = this.#call;
    if (present?.id === id) {
      if (present.settled) this.#say("answer", present);
      return;
    }
    const bothOffer = present?.mine && present.sent && !present.settled;
    if (bothOffer && !this.polite) return this.#sayOffer();
    await this.#answer(this.#openCall(id, { mine: false }), sdp);
  }

  async #answer(call, sdp) {
    try {
      await call.pc.setRemoteDescription({ type: "offer", sdp: askForAGoodStart(sdp) });
      await Promise.all(call.pc.getTransceivers().map((transceiver, index) => this.#take(call, transceiver, PLACES[index])));
      await call.pc.setLocalDescription();
    } catch (error) {
      this.#dropCall();
      throw error;
    }
    this.#say("answer", call);
    await this.#settle(call);
  }

  /** Use the place that the offer made; one that we do not know stays empty. */
  async #take(call, transceiver, place) {
    if (!place) return;
    const { name, stream } = place;
    transceiver.direction = "sendrecv";
    transceiver.sender.setStreams(this.#streams[stream]);
    call.senders[name] = transceiver.sender;
    await transceiver.sender.replaceTrack(this.#sending.present(name));
  }

  async #takeAnswer({ call: id, sdp }) {
    const call = this.#call;
    if (call?.id !== id || !call.mine || call.settled) return;
    await call.pc.setRemoteDescription({ type: "answer", sdp: askForAGoodStart(sdp) });
    await this.#settle(call);
  }

  async #takeCandidate({ call: id, candidate }) {
    const call = this.#call;
    if (call?.id === id && call.settled) await call.pc.addIceCandidate(candidate);
    else this.#early = [...this.#early, { id, candidate }].slice(-EARLY_CANDIDATES);
  }

  /** Both descriptions are known: whatever came too early for them is used now. */
  async #settle(call) {
    call.settled = true;
    clearTimeout(this.#timer);
    this.#onRemoteStreams(remoteStreams(call.pc));
    const waiting = this.#early.filter(({ id }) => id === call.id);
    this.#early = [];
    await Promise.all(waiting.map(({ candidate }) => call.pc.addIceCandidate(candidate)));
    this.#next(() => this.#sending.mouldAll(this.#call)); // by its turn another call may have come
  }

  #say(kind, call) {
    call.sent = true;
    this.#send(kind, { call: call.id, sdp: call.pc.localDescription.sdp });
  }

  #openCall(id, { mine }) {
    this.#dropCall();
    // No candidate pool: with one, the answering side's first call in a page now and then gathers for ever.
    const servers = this.#iceServers;
    const pc = new RTCPeerConnection({ iceServers: servers, bundlePolicy: "max-bundle" });
    const channels = openChannels(pc, {
      onChannel: (name) => this.connection === pc && this.#onChannel(name),
      onWord: (name, data) => this.connection === pc && this.#onWord(name, data),
    });
    const call = { id, pc, mine, sent: false, settled: false, senders: {}, channels, bornAt: performance.now() };
    pc.onicecandidate = ({ candidate }) => {
      // What is found before the description leaves is already inside it.
      if (candidate && call.sent) this.#send("candidate", { call: id, candidate: candidate.toJSON() });
    };
    pc.onicecandidateerror = ({ errorCode }) => {
      if (errorCode !== UNAUTHORIZED || call.relayRefused) return;
      call.relayRefused = true;
      if (servers === this.#iceServers) this.#onRelayRefused();
      else this.#next(() => this.#takeServersIntoUse()); // fresh ones came before the old ones were refused
    };
    pc.onconnectionstatechange = () => this.#onState(pc.connectionState);
    this.#call = call;
    return call;
  }

  #dropCall() {
    clearTimeout(this.#timer);
    if (!this.#call) return;
    const { pc } = this.#call;
    this.#call = null;
    pc.onicecandidate = pc.onicecandidateerror = pc.onconnectionstatechange = null;
    pc.close();
    if (!this.#closed) this.#onState("new");
  }

  #wait(milliseconds, step) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#next(async () => step()), milliseconds);
  }
}
