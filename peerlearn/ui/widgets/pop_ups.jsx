import { useEffect, useRef, useState } from "react";
import { chime } from "./chime.js";

const SHOWN_MS = 6000;
const SHORTEST_MS = 2500;
const READ = "peerlearn.read"; // messages that were shown, for as long as the tab lives: no page says them again
const MOST_READ = 50;

/** Messages, one after another and never over each other. Each leaves by itself after six seconds, sooner when others
 *  wait, not while it is pointed at; one that asks for something stays until it is answered or closed. While a change
 *  is `saving` for long, that stands there, too. */
export function PopUps({ popUps, saving, words }) {
  const [gone, setGone] = useState(() => new Set(JSON.parse(sessionStorage.getItem(READ) ?? "[]")));
  const [pointedAt, setPointedAt] = useState(false);
  const since = useRef({ id: "", at: 0 });
  const heard = useRef(new Set());
  const place = useRef(null);
  const waiting = popUps.filter(({ pop_up_id: id }) => !gone.has(id));
  const passing = waiting.filter(({ link }) => !link);
  const shown = [...waiting.filter(({ link }) => link), ...passing.slice(0, 1)];
  const [current] = passing;
  const dismiss = (id) => setGone((before) => new Set(before).add(id));

  useEffect(() => {
    sessionStorage.setItem(READ, JSON.stringify([...gone].slice(-MOST_READ)));
  }, [gone]);

  useEffect(() => {
    if (!current || pointedAt) return undefined;
    const id = current.pop_up_id;
    if (since.current.id !== id) since.current = { id, at: Date.now() };
    const whole = passing.length > 1 ? SHORTEST_MS : SHOWN_MS;
    const timer = setTimeout(() => dismiss(id), Math.max(0, whole - (Date.now() - since.current.at)));
    return () => clearTimeout(timer);
  }, [current?.pop_up_id, passing.length > 1, pointedAt]);

  useEffect(() => {
    for (const { pop_up_id: id, sound } of shown) {
      if (sound && !heard.current.has(id)) chime();
      heard.current.add(id);
    }
    // Over everything, also over a dialog that was opened since.
    const stack = place.current;
    if (stack.matches(":popover-open")) stack.hidePopover();
    stack.showPopover();
  }, [shown.map(({ pop_up_id: id }) => id).join(), saving]);

  const drawn = ({ pop_up_id: id, message, tone, link, link_words: linkWords }) => (
    <div key={id} className={`pop-up pop-up-${tone}`}>
      <div>
        <p>{message}</p>
        {link ? (
          <a href={link} onClick={() => dismiss(id)}>
            {linkWords}
          </a>
        ) : null}
      </div>
      <button type="button" aria-label={words.close} onClick={() => dismiss(id)}>
        <svg viewBox="0 0 24 24" className="icon" width="20" height="20" aria-hidden="true">
          <path d="M6 18 18 6M6 6l12 12" />
        </svg>
      </button>
    </div>
  );
  return (
    <div
      ref={place}
      popover="manual"
      className="pop-ups"
      onPointerMove={() => setPointedAt(true)}
      onPointerLeave={() => setPointedAt(false)}
    >
      <div role="alert">{shown.filter(({ tone }) => tone === "error").map(drawn)}</div>
      <div role="status">
        {saving ? <p className="pop-up pop-up-plain">{words.saving}</p> : null}
        {shown.filter(({ tone }) => tone !== "error").map(drawn)}
      </div>
    </div>
  );
}
