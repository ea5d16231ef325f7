import { useState } from "react";
import { chime, soundIsOn, switchSound } from "./chime.js";

/** Whether messages may sound on this device; switching it on lets one hear what it is. */
export function SoundSwitch({ id, label, className }) {
  const [on, setOn] = useState(soundIsOn);
  const change = () => {
    switchSound(!on);
    setOn(!on);
    if (!on) chime();
  };
  return (
    <button id={id} type="button" role="switch" aria-checked={on} className={`switch ${className ?? ""}`} onClick={change}>
      <span className="switch-track" aria-hidden="true" />
      {label}
    </button>
  );
}
