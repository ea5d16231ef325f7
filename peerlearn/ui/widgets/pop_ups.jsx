import { useEffect, useRef, useState } from "react";

const SHOWN_MS = 6000;

/** Messages to the person; each leaves by itself after six seconds, errors when dismissed or after twelve. */
export function PopUps({ popUps }) {
  const [gone, setGone] = useState(() => new Set());
  const timers = useRef(new Map());
  const dismiss = (id) => setGone((before) => new Set(before).add(id));
  useEffect(() => {
    for (const { pop_up_id: id, tone } of popUps) {
      if (timers.current.has(id)) continue;
      timers.current.set(id, setTimeout(() => dismiss(id), tone === "error" ? 2 * SHOWN_MS : SHOWN_MS));
    }
  }, [popUps]);
  const shown = popUps.filter(({ pop_up_id: id }) => !gone.has(id));
  return (
    <div className="pop-ups" role="status" aria-live="polite">
      {shown.map(({ pop_up_id: id, message, tone }) => (
        <div key={id} className={`pop-up pop-up-${tone}`}>
          <p>{message}</p>
          <button type="button" aria-label="Close message" onClick={() => dismiss(id)}>
            <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
              <path d="M3 3l10 10M13 3L3 13" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
            </svg>
          </button>
        </div>
      ))}
    </div>
  );
}
