/**
 * Before the call: one sees oneself, learns who is there, and joins with one click.
 */

import { useEffect, useRef } from "react";

import { DeviceHelp, joiningWith } from "./device_help.jsx";
import { NetworkPanel } from "./network_panel.jsx";
import { said } from "../said.js";
import { playTone, watchLevel } from "./sound.js";
import "./lobby.css";

/** Beside one's own picture: who is there already, the button, which devices to use, and how good the line is. */
export function Lobby(props) {
  const { words, names, seat, view, peerIsHere, peerIsNear, iceServers, doors, onChoose, onRetry, onJoin } = props;
  const nobody = peerIsNear ? words.they_are_near : words.they_are_not_here;
  const who = peerIsHere ? words.they_are_here : nobody;
  const ready = seat !== "";
  const allThere = !view.trouble.audio && !view.trouble.video;
  return (
    <div className="lobby">
      <h2>{words.ready_to_join}</h2>
      <p role="status">{ready ? said(who, names) : words.finding}</p>
      <button id="join-now" type="button" className="lobby-join" disabled={!ready} onClick={onJoin}>
        {allThere ? words.join_now : words.join_anyway}
      </button>
      <p className="lobby-note">{joiningWith(view.trouble, words)}</p>
      <DeviceHelp words={words} trouble={view.trouble} onRetry={onRetry} />
      <div className="lobby-devices">
        <Choice kind="video" label={words.camera} choices={view.choices.video} onChoose={onChoose} />
        <Choice kind="audio" label={words.microphone} choices={view.choices.audio} onChoose={onChoose} />
        {view.trouble.audio ? null : (
          <Level track={view.sending.audio ? view.microphone : null} label={words.microphone_level} />
        )}
        <button type="button" className="lobby-tone" onClick={playTone}>
          {words.test_speaker}
        </button>
        <NetworkPanel words={words} seat={seat} iceServers={iceServers} doors={doors} />
      </div>
    </div>
  );
}

function Choice({ kind, label, choices, onChoose }) {
  const inUse = choices.find((choice) => choice.inUse);
  if (!inUse) return null;
  return (
    <label className="lobby-choice">
      <span>{label}</span>
      <select value={inUse.id} onChange={(event) => onChoose(kind, event.target.value)}>
        {choices.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A bar as long as the microphone is loud, moved without drawing the page anew. */
function Level({ track, label }) {
  const bar = useRef(null);
  useEffect(() => {
    if (!track) return undefined;
    return watchLevel(track, (level) => bar.current?.style.setProperty("--level", level.toFixed(2)));
  }, [track]);
  return (
    <div className="lobby-level" role="img" aria-label={label} data-on={track !== null}>
      <span ref={bar} />
    </div>
  );
}

/** That this tab joined the room of this address: outlives a reload in the middle of a call, not the way out. */
export class JoinedMark {
  #name;

  constructor(address) {
    this.#name = `peerlearn.joined:${address}`;
  }

  isSet() {
    const [opened] = performance.getEntriesByType("navigation");
    return opened?.type === "reload" && sessionStorage.getItem(this.#name) !== null;
  }

  set() {
    sessionStorage.setItem(this.#name, "1");
  }

  remove() {
    sessionStorage.removeItem(this.#name);
  }
}
