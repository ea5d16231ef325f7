/** Keys for those whose hands are on them anyway; always with Alt, so that nobody's typing or speech is a command. */

import { useEffect, useRef } from "react";

const DOES = { KeyM: "mute", KeyV: "camera", KeyS: "share" };

/** @param does {mute, camera, share}: functions, or null for what cannot be done now */
export function useShortcuts(does) {
  const latest = useRef(does);
  latest.current = does;
  useEffect(() => {
    const press = (event) => {
      const act = latest.current[DOES[event.code]];
      if (!act || !event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
      event.preventDefault();
      act();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
}
