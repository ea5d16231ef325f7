/**
 * The way in, opened where one is. A link to registration or sign-in anywhere on the page opens its dialog at once;
 * with a modifier key, in a new tab or without this script it leads to the page of its own. Server state follows.
 */

import { createContext, useContext, useEffect, useRef, useState } from "react";

import { Modal } from "$/public/external/peerlearn/ui/widgets/modal/modal.jsx";
import "./entry.css";

const Asked = createContext(null);
const CHOSEN = 2;

/** One of the dialogs: for links that begin with `path`. `onOpen(role, next)` hears what the link said. */
export function EntryDialog({ path, label, className, onOpen, children }) {
  const [asked, setAsked] = useState(null);
  const inside = useRef(null);
  useEffect(() => {
    const press = (event) => {
      const link = entryOf(event);
      if (!link) return;
      const ours = link.pathname.startsWith(path);
      if (ours) event.preventDefault();
      setAsked(ours ? Object.fromEntries(new URLSearchParams(link.search)) : null);
    };
    document.addEventListener("click", press, { capture: true });
    return () => document.removeEventListener("click", press, { capture: true });
  }, [path]);
  useEffect(() => {
    if (!asked) return;
    onOpen(asked.role ?? "", asked.next ?? "");
    requestAnimationFrame(() => firstField(inside.current)?.focus());
  }, [asked]);
  return (
    <Modal open={asked !== null} label={label} className={className} outsideCloses={false} onClose={() => setAsked(null)}>
      <Asked.Provider value={asked}>
        <div ref={inside} className="contents">
          {children}
        </div>
      </Asked.Provider>
    </Modal>
  );
}

/** The steps of registering: role, person, details, code; the last child, the buttons, stands below each but the
 *  first. The first two change at once; the server leads the rest. */
export function RegisterSteps({ step, words, children }) {
  const [panels, buttons] = [children.slice(0, -1), children.at(-1)];
  const asked = useContext(Asked);
  const [role, setRole] = useState(roleOf(asked));
  const [chosen, setChosen] = useState(role !== "");
  const place = useRef(null);
  const now = step > CHOSEN ? step : chosen ? CHOSEN : 1;
  useEffect(() => {
    // On a page of its own the address says the role; it is drawn before anybody's address is known.
    const wanted = asked ? "" : roleOf(Object.fromEntries(new URLSearchParams(location.search)));
    if (wanted) choose(wanted);
  }, []);
  useEffect(() => {
    // A new step begins at its first field, except the one that the page opened with.
    if (place.current.dataset.shown && place.current.dataset.shown !== String(now)) firstField(place.current)?.focus();
    place.current.dataset.shown = now;
  }, [now]);
  const choose = (which) => {
    setRole(which);
    setChosen(true);
  };
  return (
    <div ref={place} className="entry-steps" data-role={role}>
      <p className="entry-progress" role="status">
        {words.progress.replace("{now}", now).replace("{all}", panels.length + 1)}
      </p>
      <input type="hidden" name="role" value={role} readOnly />
      <div hidden={now !== 1} className="entry-step">
        <p>{words.role}</p>
        <div className="entry-roles">
          {["learner", "mentor"].map((which) => (
            <button
              key={which}
              id={`register-role-${which}`}
              type="button"
              className="entry-role"
              aria-pressed={role === which}
              onClick={() => choose(which)}
            >
              <strong>{words[which]}</strong>
              <span>{words[`${which}_why`]}</span>
            </button>
          ))}
        </div>
      </div>
      {panels.map((panel, at) => (
        <div key={at} hidden={now !== at + CHOSEN} className="entry-step">
          {panel}
        </div>
      ))}
      <div hidden={now === 1} className="entry-step">
        {buttons}
        {now === CHOSEN ? (
          <button id="register-role-again" type="button" className="entry-back" onClick={() => setChosen(false)}>
            {words.change_role}
          </button>
        ) : null}
      </div>
    </div>
  );
}

function entryOf(event) {
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  const link = plain && event.target.closest?.("a[href]");
  const entry = link && link.origin === location.origin && /^\/(register|sign-in)\//.test(link.pathname);
  return entry ? link : null;
}

const roleOf = (asked) => (["learner", "mentor"].includes(asked?.role) ? asked.role : "");

const FIELDS = "input:not([type=hidden]):not([disabled]), .entry-role";

function firstField(within) {
  return [...(within?.querySelectorAll(FIELDS) ?? [])].find((field) => field.checkVisibility());
}
