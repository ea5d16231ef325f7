/** The button that asks for a recording, and the mark while there is one; the mentor's mark also records. */

import { useEffect, useRef } from "react";

import { RecordIcon } from "../icons.jsx";
import { said } from "../said.js";
import { Capture, canRecord } from "./capture.js";
import "./recording.css";

export function RecordButton({ words, names, onAsk, onStop, both, ...told }) {
  const { phase, mine, declined } = useKnown(told);
  const recording = phase === "recording";
  const label = said(words[recording ? "stop" : wordOf({ phase, mine, declined, both })], names);
  const idle = phase === "";
  return (
    <button
      type="button"
      id="record-button"
      className={recording || phase === "asked" ? "stage-switch is-doing" : "stage-switch"}
      data-phase={phase}
      aria-label={label}
      aria-pressed={recording}
      data-tip={label}
      disabled={idle ? !both || declined : phase === "asked" && !mine}
      onClick={() => (idle ? onAsk() : onStop())}
    >
      <RecordIcon />
    </button>
  );
}

function wordOf({ phase, mine, declined, both }) {
  if (phase === "asked") return mine ? "waiting" : "record";
  if (declined) return "declined";
  return both ? "record" : "alone";
}

export function RecordingMark({ words, names, door, seated, onUnable, ...told }) {
  const { phase, name } = useKnown(told);
  const recording = phase === "recording";
  const began = useRef(false);
  began.current ||= recording;
  // Who sat down when it began goes on: a line or a server that is away for a moment takes the seat, not the lesson.
  const records = useRef("");
  if (!recording) records.current = "";
  else if (seated) records.current = name;
  useCapture(records.current, door, names, onUnable);
  return (
    <>
      {recording ? (
        <p className="recording-mark">
          <span className="recording-dot" aria-hidden="true" />
          {words.mark}
        </p>
      ) : null}
      <p className="only-heard" role="status">
        {recording ? words.began : began.current ? words.ended : ""}
      </p>
    </>
  );
}

/** What the server said last when it knew: one that has just started knows nothing, and nothing ends for that. */
function useKnown({ known, ...told }) {
  const last = useRef({ phase: "", mine: false, declined: false, name: "" });
  if (known) last.current = told;
  return last.current;
}

/** Record for as long as there is something to record for; what is left to send goes on without the page's parts. */
function useCapture(name, door, names, onUnable) {
  const latest = useRef(names);
  latest.current = names;
  useEffect(() => {
    if (!name) return undefined;
    if (!canRecord()) {
      onUnable();
      return undefined;
    }
    const capture = new Capture(`${door}/${name}`, () => latest.current);
    capture.start();
    return () => capture.stop();
    // A new callback is no reason to begin another part.
  }, [name, door]);
}
