/** Says how the line was: each outage once it is over, and each minute of the call in four numbers. */

import { useEffect, useRef } from "react";

import { followCall } from "../call/present_call.js";
import { Line } from "./line.js";

const EVERY = 1_000;

export function Witness({ onOutage, onMinute }) {
  const say = useRef({});
  say.current = { onOutage, onMinute };
  useEffect(() => {
    let call = null;
    const line = new Line({
      outage: (fault, seconds) => say.current.onOutage(fault, seconds),
      minute: (...figures) => say.current.onMinute(...figures),
    });
    const stopFollowing = followCall((present) => (call = present));
    const look = setInterval(() => call && line.look(call.view, call.connection), EVERY);
    return () => {
      clearInterval(look);
      stopFollowing();
    };
  }, []);
  return null;
}
