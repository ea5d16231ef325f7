/**
 * The stage of the room: who is seen how large, what is going on, and what one may switch.
 * `call.js` does the talking; this file draws its view and hands it what the server says.
 */

import { useEffect, useState } from "react";

import { CameraIcon, MicrophoneIcon, PinIcon, ScreenIcon } from "../icons.jsx";
import { focusIfLost } from "../keep_focus.js";
import { troubleSentence } from "../lobby/device_help.jsx";
import { Lobby } from "../lobby/lobby.jsx";
import { said } from "../said.js";
import { canShareScreens } from "./own_screen.js";
import { OwnPicture, RemotePicture, ScreenPicture } from "./pictures.jsx";
import { useShortcuts } from "./shortcuts.js";
import "./stage.css";
import { useCall } from "./use_call.js";
import { useWakefulness } from "./wakefulness.js";

const LARGE = "peerlearn.large"; // whom this person likes to see large

export function PeerConnection({ words, names, seat, doors, children, ...wire }) {
  const { view, join, rejoin, toggle, choose, retry, share } = useCall({ seat, ...wire }, words);
  const [large, pin] = useLarge(seat);
  const ended = view.status === "ended";
  const status = said(view.joined ? statusWords(view, words) : words.not_joined, names);
  const screen = view.ownScreen ? "mine" : view.receiving.screen && view.remoteScreen ? "theirs" : "";
  const looks = {
    "data-status": view.status,
    "data-outage": view.outage,
    "data-quality": view.quality,
    "data-joined": view.joined,
    "data-seat": seat,
    "data-large": large,
    "data-screen": screen,
  };
  useShortcuts({ mute: () => toggle("audio"), camera: () => toggle("video"), share: view.joined ? share : null });
  useWakefulness(view.joined && !ended);
  useFocus(view.joined);
  return (
    <section className="stage" {...looks} aria-label={words.stage}>
      <div className="stage-pictures">
        <ScreenPicture view={view} words={words} names={names} />
        <RemotePicture view={view} words={words} names={names} status={status}>
          {large === "mine" && view.joined ? <Pin label={said(words.pin_them, names)} onPress={() => pin("theirs")} /> : null}
        </RemotePicture>
        <OwnPicture view={view} words={words} names={names}>
          {large === "theirs" && view.joined ? <Pin label={words.pin_me} onPress={() => pin("mine")} /> : null}
        </OwnPicture>
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
        <div className="stage-switches">
          <Switch
            id="mute-button"
            on={view.sending.audio}
            label={view.sending.audio ? words.mute : words.unmute}
            keys="Alt+M"
            Icon={MicrophoneIcon}
            disabled={ended}
            onPress={() => toggle("audio")}
          />
          <Switch
            id="camera-button"
            on={view.sending.video}
            label={view.sending.video ? words.camera_off : words.camera_on}
            keys="Alt+V"
            Icon={CameraIcon}
            disabled={ended}
            onPress={() => toggle("video")}
          />
          {canShareScreens() ? (
            <Doing
              id="share-button"
              doing={view.ownScreen !== null}
              label={view.ownScreen ? words.stop_sharing : words.share}
              keys="Alt+S"
              Icon={ScreenIcon}
              disabled={ended || !view.joined}
              onPress={share}
            />
          ) : null}
          {children}
        </div>
      </div>
    </section>
  );
}

/** The lobby goes with its button, and the stage with all of its own. With the next drawing: it is laid out by then. */
function useFocus(joined) {
  useEffect(() => {
    if (!joined) return undefined;
    const next = requestAnimationFrame(() => focusIfLost("#mute-button"));
    return () => cancelAnimationFrame(next);
  }, [joined]);
  useEffect(() => () => requestAnimationFrame(() => focusIfLost("#summary-title")), []);
}

/** Whom to show large: the mentor, until this person has chosen otherwise. */
function useLarge(seat) {
  const [chosen, setChosen] = useState(() => localStorage.getItem(LARGE));
  const pin = (whom) => {
    localStorage.setItem(LARGE, whom);
    setChosen(whom);
  };
  return [chosen ?? (seat === "mentor" ? "mine" : "theirs"), pin];
}

function Switch({ id, on, label, keys, Icon, disabled, onPress }) {
  return (
    <button
      type="button"
      id={id}
      className={on ? "stage-switch" : "stage-switch is-off"}
      aria-label={label}
      aria-pressed={!on}
      aria-keyshortcuts={keys}
      data-tip={`${label} (${keys})`}
      disabled={disabled}
      onClick={onPress}
    >
      <Icon off={!on} />
    </button>
  );
}

/** A switch for what is off at first and shines while it is done. */
function Doing({ id, doing, label, keys, Icon, disabled, onPress }) {
  return (
    <button
      type="button"
      id={id}
      className={doing ? "stage-switch is-doing" : "stage-switch"}
      aria-label={label}
      aria-pressed={doing}
      aria-keyshortcuts={keys}
      data-tip={`${label} (${keys})`}
      disabled={disabled}
      onClick={onPress}
    >
      <Icon off={doing} />
    </button>
  );
}

function Pin({ label, onPress }) {
  return (
    <button type="button" className="picture-pin" aria-label={label} data-tip={label} onClick={onPress}>
      <PinIcon />
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

function statusWords({ status, outage, quality, sending }, words) {
  if (status === "connected" && sending.video && quality !== "full") {
    return quality === "small" ? words.optimizing : words.too_slow_for_my_video;
  }
  return (status === "reconnecting" && words[`outage_${outage}`]) || words[status];
}

/** What a screen reader hears beyond the status: the other person's microphone, camera and screen. */
function heard(view, words, names) {
  if (view.status !== "connected") return "";
  const { audio, video, screen, slow } = view.receiving;
  const picture = slow ? words.too_slow_for_their_video : words.video_started;
  const sentences = [
    video ? picture : words.their_camera_is_off,
    audio ? "" : words.they_are_muted,
    screen ? words.they_share : "",
  ];
  return said(sentences.filter(Boolean).join(" "), names);
}
