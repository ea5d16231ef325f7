import { useEffect, useRef, useState } from "react";
import { DoorIcon } from "./icons.jsx";
import { focusIfLost } from "./keep_focus.js";
import "./end_button.css";

const SECONDS = 5;

/** One press ends the session for both, after a moment in which one may think better of it; a learner just leaves. */
export function EndButton({ name, forBoth, words, className, onEnd }) {
  const [left, setLeft] = useState(0);
  const back = useRef(null);
  const thoughtBetter = useRef(false);
  const keepGoing = () => {
    thoughtBetter.current = true;
    setLeft(0);
  };
  useEffect(() => {
    if (left === SECONDS) back.current.focus();
    if (!left && thoughtBetter.current) focusIfLost(`#${name}`);
    if (!left) return undefined;
    const tick = setTimeout(() => {
      setLeft(left - 1);
      if (left === 1) onEnd();
    }, 1_000);
    return () => clearTimeout(tick);
  }, [left]);
  if (!left) {
    return (
      <button id={name} type="button" className={className} onClick={() => (forBoth ? setLeft(SECONDS) : onEnd())}>
        <DoorIcon />
        {forBoth ? words.end : words.leave}
      </button>
    );
  }
  return (
    <div className="end-button">
      <p role="alert">
        {words.ending} <span aria-hidden="true">{left}</span>
      </p>
      <button type="button" ref={back} className={`keep-going ${className}`} onClick={keepGoing}>
        {words.keep_going}
      </button>
    </div>
  );
}
