import { useEffect, useState } from "react";

const MOST = 3;

/** Asks again, three times at most until it helped: each action counts for itself, also when the page is loaded anew.
 *  What was loaded takes this button away, and with it the count. Without `onRetry` it loads the page again. */
export function RetryButton({ action, afterMs = 0, words, className, onRetry }) {
  const [due, setDue] = useState(afterMs === 0);
  const [pressed, setPressed] = useState(() => Number(sessionStorage.getItem(nameOf(action))) || 0);
  useEffect(() => {
    const timer = setTimeout(() => setDue(true), afterMs);
    return () => clearTimeout(timer);
  }, [afterMs]);
  useEffect(() => () => sessionStorage.removeItem(nameOf(action)), [action]);
  const retry = () => {
    sessionStorage.setItem(nameOf(action), pressed + 1);
    setPressed(pressed + 1);
    if (onRetry) onRetry();
    else location.reload();
  };
  if (!due) return null;
  return (
    <div className="flex flex-col items-start gap-3" role="status">
      {words.late && afterMs ? <p>{words.late}</p> : null}
      {pressed < MOST ? (
        <button type="button" className={className} onClick={retry}>
          {words.retry}
        </button>
      ) : (
        <p className="text-sm text-quiet">{words.enough}</p>
      )}
    </div>
  );
}

const nameOf = (action) => `peerlearn.retries ${action || location.pathname}`;
