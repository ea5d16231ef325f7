import { useEffect, useState } from "react";

const LOOK_MS = 1000;
const MINUTE_MS = 60_000;

// When each lock ends by this browser's clock, which may be wrong: only what passes on it counts.
const ends = new Map();

/** How long a lock still lasts, and that it is over. `until` names the lock; `seconds` were left when it was told. */
export function LockNote({ until, seconds, wayOut, words, id }) {
  const [minutes, setMinutes] = useState(null);
  useEffect(() => {
    const lock = `${until} ${seconds}`;
    if (!ends.has(lock)) ends.set(lock, Date.now() + seconds * 1000);
    const look = () => setMinutes(Math.max(0, Math.ceil((ends.get(lock) - Date.now()) / MINUTE_MS)));
    look();
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, [until, seconds]);
  if (minutes === null) return null;
  const left = minutes === 1 ? words.minute : words.minutes.replace("{number}", minutes);
  return (
    <p id={id} className="text-sm text-text">
      {minutes > 0 ? wayOut.replace("{left}", left) : words.over}
    </p>
  );
}
