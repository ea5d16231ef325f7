/**
 * The browser's own popover: Escape and a tap outside close it. Beyond that, it follows a finger downwards, and closes
 * when that went far enough.
 */

import { useRef } from "react";

const FAR = 48; // pixels

export function MoreSheet({ id, children }) {
  const sheet = useRef(null);
  const from = useRef(0);
  const way = (event) => event.changedTouches[0].clientY - from.current;
  const pull = (pixels) => sheet.current.style.setProperty("--pulled", `${Math.max(0, pixels)}px`);
  const close = () => {
    navigator.vibrate?.(8);
    sheet.current.hidePopover();
  };
  return (
    <div
      ref={sheet}
      id={id}
      className="more-places"
      popover="auto"
      onTouchStart={(event) => (from.current = event.touches[0].clientY)}
      onTouchMove={(event) => pull(way(event))}
      onTouchCancel={() => pull(0)}
      onTouchEnd={(event) => {
        pull(0);
        if (way(event) > FAR) close();
      }}
      onClick={(event) => event.target.closest("a") && sheet.current.hidePopover()}
    >
      {children}
    </div>
  );
}
