/** The pictures on the stage: the other person, oneself, a screen; each with words for when it cannot be seen. */

import { useEffect, useRef, useState } from "react";

import { FloatIcon, MicrophoneIcon } from "../icons.jsx";
import { said } from "../said.js";

/** The other person, as large or small as the stage has it. */
export function RemotePicture({ view, words, names, status, children }) {
  const video = useRef(null);
  const [soundBlocked, setSoundBlocked] = useState(false);
  const [shown, setShown] = useState(null);
  const stream = view.remoteStream;
  usePlayedStream(video, stream, () => setSoundBlocked(true));
  useFirstFrame(video, stream, () => setShown(stream));
  const inCall = ["connected", "reconnecting", "lost"].includes(view.status);
  const visible = inCall && stream !== null && shown === stream && view.receiving.video && !view.receiving.slow;
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
      {visible && view.buffering && view.status === "connected" ? <p className="picture-news">{words.buffering}</p> : null}
      <Label name={names.theirs} microphoneOn={view.receiving.audio} mutedWord={words.muted} />
      {visible && document.pictureInPictureEnabled ? <Float video={video} label={words.float} /> : null}
      {children}
    </figure>
  );
}

/** The picture above all other windows, for whoever works in one of them; once more, and it is back. */
function Float({ video, label }) {
  const press = () => {
    if (document.pictureInPictureElement) document.exitPictureInPicture();
    else video.current.requestPictureInPicture().catch(() => {}); // a browser that would rather not
  };
  return (
    <button type="button" id="float-button" className="picture-float" aria-label={label} data-tip={label} onClick={press}>
      <FloatIcon />
    </button>
  );
}

/** Oneself, as in a mirror. */
export function OwnPicture({ view, words, names, children }) {
  const video = useRef(null);
  usePlayedStream(video, view.ownStream);
  const visible = view.ownStream !== null && view.sending.video;
  return (
    <figure className="picture picture-own" data-shown={visible}>
      <video id="own-video" ref={video} autoPlay playsInline muted aria-label={words.my_picture} />
      {visible ? null : <Placard name={names.mine} note={view.sending.video ? "" : words.camera_is_off} />}
      <Label name={words.you} microphoneOn={view.sending.audio} mutedWord={words.muted} />
      {children}
    </figure>
  );
}

/** A screen: the other person's, or one's own as it leaves; whole, never cut or mirrored. */
export function ScreenPicture({ view, words, names }) {
  const video = useRef(null);
  const isOwn = view.ownScreen !== null;
  const stream = view.ownScreen ?? (view.receiving.screen ? view.remoteScreen : null);
  usePlayedStream(video, stream);
  if (!stream) return null;
  const name = said(isOwn ? words.my_screen : words.their_screen, names);
  return (
    <figure className="picture picture-screen" data-shown="true">
      <video id="screen-video" ref={video} autoPlay playsInline muted={isOwn} aria-label={name} />
      <figcaption className="picture-label">{name}</figcaption>
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

/** Why the other person's picture is not there. */
function waitingNote(view, words, names, status) {
  if (view.status !== "connected") return status;
  if (!view.receiving.video) return said(words.their_camera_is_off, names);
  return view.receiving.slow ? said(words.too_slow_for_their_video, names) : words.connecting;
}

/** Show a stream in a video element. Without sound if the browser insists on a click before any sound. */
function usePlayedStream(video, stream, onSoundBlocked) {
  useEffect(() => {
    const element = video.current;
    if (!element) return;
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
