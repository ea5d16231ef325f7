import { useEffect, useState } from "react";

const LOOK_MS = 250;

/** Asks for another code; counts down first, after each that was sent. */
export function ResendButton({ id, sent, seconds, className, onClick }) {
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    const until = Date.now() + seconds * 1000;
    const look = () => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000)));
    look();
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, [sent, seconds]);
  return (
    <button id={id} type="button" className={className} disabled={left > 0} onClick={() => onClick()}>
      {left > 0 ? `Send again in ${left} s` : "Send again"}
    </button>
  );
}
