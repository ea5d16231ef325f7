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
 *  first. In the first, whatever carries `data-choose` chooses a role. The first two change at once; the server leads
 *  the rest. */
export function RegisterSteps({ step, names, words, children }) {
  const [roles, ...panels] = children.slice(0, -1);
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
    for (const card of place.current.querySelectorAll("[data-choose]")) {
      card.setAttribute("aria-pressed", card.dataset.choose === role);
    }
  }, [role]);
  useFirstField(place, now);
  const choose = (which) => {
    setRole(which);
    setChosen(true);
  };
  return (
    <div ref={place} className="entry-steps" data-role={role}>
      <Progress names={names} now={now} words={words} />
      <input type="hidden" name="role" value={role} readOnly />
      <div
        hidden={now !== 1}
        className="entry-step"
        onClick={({ target }) => {
          const card = target.closest("[data-choose]");
          if (card) choose(card.dataset.choose);
        }}
      >
        {roles}
      </div>
      {panels.map((panel, at) => (
        <div key={at} hidden={now !== at + CHOSEN} className="entry-step">
          {panel}
        </div>
      ))}
      <div
        hidden={now === 1}
        className="entry-step"
        onClick={({ target }) => {
          if (now === CHOSEN && target.closest("[data-change-role]")) setChosen(false);
        }}
      >
        {children.at(-1)}
      </div>
    </div>
  );
}

/** How far one is: a bar for each step. On phones only the name of the one that is shown stands below. */
function Progress({ names, now, words }) {
  return (
    <div className="entry-progress">
      <p role="status" className="only-heard">
        {words.progress.replace("{now}", now).replace("{all}", names.length)}
      </p>
      <ol aria-label={words.label}>
        {names.map((name, at) => (
          <li key={name} aria-current={now === at + 1 ? "step" : undefined} data-done={now > at ? "" : undefined}>
            <span>{name}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** One of several forms that take each other's place: each begins at its first field. */
export function EntryStep({ name, className, children }) {
  const place = useRef(null);
  useFirstField(place, name);
  return (
    <div ref={place} className={className}>
      {children}
    </div>
  );
}

/** Give the first field the focus whenever `step` changes; not at first, when the dialog or the page just opened. */
function useFirstField(place, step) {
  const shown = useRef(step);
  useEffect(() => {
    if (shown.current === step) return undefined;
    shown.current = step;
    const field = firstField(place.current);
    (field ?? place.current.querySelector("button"))?.focus();
    return field ? undefined : focusOnceThere(place.current);
  }, [step]);
}

/** Some fields are files of their own and may come later than the step; whoever went on by then is left alone. */
function focusOnceThere(within) {
  const before = document.activeElement;
  const watcher = new MutationObserver(() => {
    const field = firstField(within);
    if (!field && document.activeElement === before) return;
    watcher.disconnect();
    if (document.activeElement === before) field.focus();
  });
  watcher.observe(within, { childList: true, subtree: true });
  return () => watcher.disconnect();
}

function entryOf(event) {
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  const link = plain && event.target.closest?.("a[href]");
  const entry = link && link.origin === location.origin && /^\/(register|sign-in)\//.test(link.pathname);
  return entry ? link : null;
}

const roleOf = (asked) => (["learner", "mentor"].includes(asked?.role) ? asked.role : "");

const FIELDS = "input:not([type=hidden]):not([disabled]), [data-choose]";

function firstField(within) {
  return [...(within?.querySelectorAll(FIELDS) ?? [])].find((field) => field.checkVisibility());
}
