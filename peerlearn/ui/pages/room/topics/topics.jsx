/** Whether the checklist is open is the browser's own business: a lost server does not close it. */

import { useEffect, useRef, useSyncExternalStore } from "react";

import { ListIcon } from "../icons.jsx";
import "./topics.css";

let open = false;
const followers = new Set();

function turn(to) {
  open = to;
  for (const hear of followers) hear();
}

function follow(hear) {
  followers.add(hear);
  return () => followers.delete(hear);
}

const useOpen = () => useSyncExternalStore(follow, () => open, () => false);

export function TopicsButton({ words, covered, planned }) {
  const isOpen = useOpen();
  return (
    <button
      type="button"
      id="topics-button"
      className="topics-button"
      aria-expanded={isOpen}
      aria-controls="topics"
      onClick={() => turn(!open)}
    >
      <span className="topics-icon">
        <ListIcon />
      </span>
      <span className="topics-word">{words.topics}</span>
      {planned > 0 ? (
        <span className="topics-count">
          {covered}/{planned}
        </span>
      ) : null}
    </button>
  );
}

export function TopicsPanel({ words, children }) {
  const isOpen = useOpen();
  const panel = useRef(null);
  useEffect(() => {
    if (isOpen) panel.current.focus();
  }, [isOpen]);
  useEffect(() => () => turn(false), []);
  const close = () => {
    turn(false);
    document.getElementById("topics-button")?.focus();
  };
  return (
    <section
      id="topics"
      className="topics"
      ref={panel}
      tabIndex={-1}
      hidden={!isOpen}
      aria-label={words.topics}
      onKeyDown={(event) => event.key === "Escape" && close()}
    >
      <div className="topics-head">
        <h2 className="topics-title">{words.topics}</h2>
        <button type="button" className="topics-close" aria-label={words.close} onClick={close}>
          <svg viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" strokeWidth="1.75" aria-hidden="true">
            <path d="M6 6l12 12M18 6L6 18" strokeLinecap="round" />
          </svg>
        </button>
      </div>
      {children}
    </section>
  );
}
