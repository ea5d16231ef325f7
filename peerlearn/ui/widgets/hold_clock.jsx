import { useEffect, useRef, useState } from "react";

const LOOK_MS = 250;
const SAID_AT = [300, 60]; // seconds before the end

// When each hold ends by this browser's clock, which may be wrong: only what passes on it counts.
const ends = new Map();

const twoDigits = (number) => String(number).padStart(2, "0");

/** Minutes and seconds for which a session is still kept. `until` names the hold; `seconds` were left when it was
 *  told. Readers hear of it at five minutes, at one, and at the end. */
export function HoldClock({ until, seconds, words, onOver, className }) {
  const [left, setLeft] = useState(seconds);
  const [said, setSaid] = useState("");
  const before = useRef(null);
  const over = useRef(onOver);
  over.current = onOver;
  useEffect(() => {
    if (!ends.has(until)) ends.set(until, Date.now() + seconds * 1000);
    const look = () => {
      const now = Math.max(0, Math.ceil((ends.get(until) - Date.now()) / 1000));
      setLeft(now);
      const passed = (mark) => before.current !== null && before.current > mark && now <= mark;
      if (passed(0)) {
        setSaid(words.over);
        over.current?.();
      } else if (SAID_AT.some(passed)) {
        setSaid(words.left.replace("{left}", now > 60 ? `${Math.ceil(now / 60)} minutes` : "1 minute"));
      }
      before.current = now;
    };
    look();
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, [until]);
  const time = `${Math.floor(left / 60)}:${twoDigits(left % 60)}`;
  return (
    <span className={className} data-seconds={left}>
      {left > 0 ? (
        <>
          {words.kept} <span className="font-medium text-ink tabular-nums">{time}</span>
        </>
      ) : (
        words.over
      )}
      <span className="sr-only" role="status">
        {said}
      </span>
    </span>
  );
}
