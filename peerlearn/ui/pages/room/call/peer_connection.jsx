/**
 * The stage of the room: the other person large, oneself small, and what one may switch.
 * `call.js` does the talking; this file draws its view and hands it what the server says.
 */

import { useEffect, useLayoutEffect, useRef, useState } from "react";

import { Call } from "./call.js";
import { troubleSentence } from "../lobby/device_help.jsx";
import { CameraIcon, MicrophoneIcon } from "../icons.jsx";
import { JoinedMark, Lobby } from "../lobby/lobby.jsx";
import { announceCall } from "./present_call.js";
import { said } from "../said.js";
import "./stage.css";

export function PeerConnection({ words, names, seat, doors, children, ...wire }) {
  const { view, join, rejoin, toggle, choose, retry } = useCall({ seat, ...wire }, words);
  const ended = view.status === "ended";
  const status = said(view.joined ? statusWords(view, words) : words.not_joined, names);
  const looks = {
    "data-status": view.status,
    "data-outage": view.outage,
    "data-joined": view.joined,
    "data-seat": seat,
  };
  return (
    <section className="stage" {...looks} aria-label={words.stage}>
      <div className="stage-pictures">
        <RemotePicture view={view} words={words} names={names} status={status} />
        <OwnPicture view={view} words={words} names={names} />
        {view.joined ? null : (
          <Lobby
            words={words}
            names={names}
            seat={seat}
            view={view}
            peerIsHere={wire.peerSeated}
            peerIsNear={wire.peerInstance !== ""}
            iceServers={wire.iceServers}
            doors={doors}
            onChoose={choose}
            onRetry={retry}
            onJoin={join}
          />
        )}
      </div>
      <Trouble sentence={view.joined ? troubleSentence(view.trouble, words) : ""} />
      <Rejoin view={view} words={words} names={names} onPress={rejoin} />
      <div className="stage-controls">
        <p id="call-status" className="stage-status" role="status">
          <span className="stage-status-dot" aria-hidden="true" />
          {status}
        </p>
        <p className="only-heard" role="status">
          {heard(view, words, names)}
        </p>
        <Switch
          id="mute-button"
          on={view.sending.audio}
          label={view.sending.audio ? words.mute : words.unmute}
          Icon={MicrophoneIcon}
          disabled={ended}
          onPress={() => toggle("audio")}
        />
        <Switch
          id="camera-button"
          on={view.sending.video}
          label={view.sending.video ? words.camera_off : words.camera_on}
          Icon={CameraIcon}
          disabled={ended}
          onPress={() => toggle("video")}
        />
        {children}
      </div>
    </section>
  );
}

/** One Call for as long as the stage is on the page; what the server says reaches it, what it says goes out. */
function useCall(wire, words) {
  const call = useRef(null);
  const joined = useRef(null);
  const latest = useRef({});
  const [view, setView] = useState(null);
  useLayoutEffect(() => {
    latest.current = { ...wire, words };
  });
  useEffect(() => {
    const present = new Call({
      report: {
        wait: (instance) => latest.current.onWait?.(instance),
        arrive: (instance) => latest.current.onArrive?.(instance),
        signals: (batch) => latest.current.onSignals?.(batch),
        acknowledge: (sender, upTo) => latest.current.onAcknowledge?.(sender, upTo),
        heartbeat: () => latest.current.onHeartbeat?.(),
        renewRelay: () => latest.current.onRenewRelay?.(),
        trouble: (trouble) => latest.current.onTrouble?.(troubleSentence(trouble, latest.current.words)),
      },
      reach: reachServer,
      changed: () => setView(present.view),
    });
    call.current = present;
    setView(present.view);
    announceCall(present);
    joined.current = new JoinedMark(location.pathname);
    present.open();
    if (joined.current.isSet()) present.join();
    return () => {
      announceCall(null);
      present.close();
      joined.current.remove();
    };
  }, []);
  const { seat, polite, registered, seated, peerInstance, peerSeated, offers } = wire;
  const { inbox, acknowledged, ended, iceServers, relayMs } = wire;
  const who = { seat, polite, registered, seated, peerInstance, peerSeated, offers };
  const told = { ...who, inbox, acknowledged, ended, iceServers, relayMs };
  useEffect(() => call.current.learn(told), Object.values(told));
  const join = () => {
    call.current.join();
    joined.current.set();
  };
  const rejoin = () => call.current?.rejoin();
  const toggle = (kind) => call.current?.toggle(kind);
  const choose = (kind, id) => call.current?.choose(kind, id);
  const retry = () => call.current?.retry();
  return { view: view ?? Call.BEFORE, join, rejoin, toggle, choose, retry };
}

function RemotePicture({ view, words, names, status }) {
  const video = useRef(null);
  const [soundBlocked, setSoundBlocked] = useState(false);
  const [shown, setShown] = useState(null);
  const stream = view.remoteStream;
  usePlayedStream(video, stream, () => setSoundBlocked(true));
  useFirstFrame(video, stream, () => setShown(stream));
  const inCall = ["connected", "reconnecting", "lost"].includes(view.status);
  const visible = inCall && stream !== null && shown === stream && view.receiving.video;
  return (
    <figure className="picture picture-remote" data-shown={visible} data-first-frame={shown !== null}>
      <video id="remote-video" ref={video} autoPlay playsInline aria-label={said(words.their_picture, names)} />
      {visible ? null : <Placard name={names.theirs} note={waitingNote(view, words, names, status)} />}
      {soundBlocked ? (
        <button
          type="button"
          className="stage-sound"
          onClick={() => {
            video.current.muted = false;
            setSoundBlocked(false);
          }}
        >
          {words.sound_on}
        </button>
      ) : null}
      <Label name={names.theirs} microphoneOn={view.receiving.audio} mutedWord={words.muted} />
    </figure>
  );
}

function OwnPicture({ view, words, names }) {
  const video = useRef(null);
  usePlayedStream(video, view.ownStream);
  const visible = view.ownStream !== null && view.sending.video;
  return (
    <figure className="picture picture-own" data-shown={visible}>
      <video id="own-video" ref={video} autoPlay playsInline muted aria-label={words.my_picture} />
      {visible ? null : <Placard name={names.mine} note={view.sending.video ? "" : words.camera_is_off} />}
      <Label name={words.you} microphoneOn={view.sending.audio} mutedWord={words.muted} />
    </figure>
  );
}

function Placard({ name, note }) {
  return (
    <div className="picture-placard">
      <span className="picture-initial" aria-hidden="true">
        {(name || "·").trim().charAt(0).toUpperCase()}
      </span>
      {note ? <span className="picture-note">{note}</span> : null}
    </div>
  );
}

function Label({ name, microphoneOn, mutedWord }) {
  return (
    <figcaption className="picture-label">
      {microphoneOn ? null : (
        <span className="picture-muted" role="img" aria-label={mutedWord}>
          <MicrophoneIcon off />
        </span>
      )}
      {name}
    </figcaption>
  );
}

function Switch({ id, on, label, Icon, disabled, onPress }) {
  return (
    <button
      type="button"
      id={id}
      className={on ? "stage-switch" : "stage-switch is-off"}
      aria-label={label}
      aria-pressed={!on}
      data-tip={label}
      disabled={disabled}
      onClick={onPress}
    >
      <Icon off={!on} />
    </button>
  );
}

/** After tries in vain somebody asks for another; the learner's wish is one click for the mentor. */
function Rejoin({ view, words, names, onPress }) {
  if (view.status !== "lost") return null;
  return (
    <div className="stage-rejoin" role="alert">
      <p>{view.wantsToRejoin ? said(words.wants_to_rejoin, names) : words.lost}</p>
      <button type="button" id="rejoin" className="lobby-join" onClick={onPress}>
        {view.wantsToRejoin ? words.accept_rejoin : words.rejoin}
      </button>
    </div>
  );
}

function Trouble({ sentence }) {
  return (
    <div className="stage-trouble" role="alert">
      {sentence ? <p>{sentence}</p> : null}
    </div>
  );
}

/** Show a stream in a video element. Without sound if the browser insists on a click before any sound. */
function usePlayedStream(video, stream, onSoundBlocked) {
  useEffect(() => {
    const element = video.current;
    element.srcObject = stream;
    if (!stream) return;
    element.play().catch((error) => {
      if (error.name !== "NotAllowedError" || element.srcObject !== stream) return;
      element.muted = true;
      element.play().catch(() => {});
      onSoundBlocked?.();
    });
    // The callback only reports; a new one is no reason to attach the stream again.
  }, [video, stream]);
}

/** Notice the first picture that is really on the screen, and leave a mark for measurements. */
function useFirstFrame(video, stream, onFirstFrame) {
  useEffect(() => {
    if (!stream) return undefined;
    const element = video.current;
    const waiting = element.requestVideoFrameCallback(() => {
      performance.mark("first-remote-frame");
      onFirstFrame();
    });
    return () => element.cancelVideoFrameCallback(waiting);
  }, [video, stream]);
}

/** Whether our server answers within a moment: without it we are off line ourselves. */
async function reachServer() {
  const answer = await fetch("/healthz/live", { cache: "no-store", signal: AbortSignal.timeout(1_000) });
  return answer.ok;
}

function statusWords({ status, outage }, words) {
  return (status === "reconnecting" && words[`outage_${outage}`]) || words[status];
}

function waitingNote(view, words, names, status) {
  if (view.status === "connected" && !view.receiving.video) return said(words.their_camera_is_off, names);
  return view.status === "connected" ? words.connecting : status;
}

/** What a screen reader hears beyond the status: the other person's microphone and camera. */
function heard(view, words, names) {
  if (view.status !== "connected") return "";
  const { audio, video } = view.receiving;
  const sentences = [video ? words.video_started : words.their_camera_is_off, audio ? "" : words.they_are_muted];
  return said(sentences.filter(Boolean).join(" "), names);
}
