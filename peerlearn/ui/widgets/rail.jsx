/**
 * A row of cards that scrolls sideways: by swipe, by wheel, by arrow keys, and by two buttons that move one card and
 * go away at the ends. The row may grow and shrink while it is shown.
 */

import { useEffect, useRef, useState } from "react";

import "./rail.css";

export function Rail({ label, earlier, later, children }) {
  const track = useRef(null);
  const ends = useEnds(track);
  const move = (cards) => {
    const [first, second] = track.current.querySelectorAll("li");
    const step = second ? second.offsetLeft - first.offsetLeft : track.current.clientWidth;
    track.current.scrollBy({ left: cards * step });
  };
  const onKeyDown = (event) => {
    const cards = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!cards || event.target !== track.current) return;
    event.preventDefault();
    move(cards);
  };
  return (
    <div className="rail">
      <div ref={track} className="rail-track" role="group" tabIndex={0} aria-label={label} onKeyDown={onKeyDown}>
        {children}
      </div>
      <Arrow name={earlier} hidden={ends.atStart} d="m15.75 19.5-7.5-7.5 7.5-7.5" onPress={() => move(-1)} />
      <Arrow name={later} hidden={ends.atEnd} d="m8.25 4.5 7.5 7.5-7.5 7.5" onPress={() => move(1)} />
    </div>
  );
}

function Arrow({ name, hidden, d, onPress }) {
  return (
    <button type="button" className="rail-arrow" aria-label={name} hidden={hidden} onClick={onPress}>
      <svg className="icon size-5" viewBox="0 0 24 24" aria-hidden="true">
        <path d={d} />
      </svg>
    </button>
  );
}

function useEnds(track) {
  const [ends, setEnds] = useState({ atStart: true, atEnd: true });
  useEffect(() => {
    const element = track.current;
    const look = () => {
      const { scrollLeft, scrollWidth, clientWidth } = element;
      const now = { atStart: scrollLeft < 4, atEnd: scrollLeft + clientWidth > scrollWidth - 4 };
      setEnds((before) => (before.atStart === now.atStart && before.atEnd === now.atEnd ? before : now));
    };
    const sizes = new ResizeObserver(look);
    const cards = new MutationObserver(look);
    sizes.observe(element);
    cards.observe(element, { childList: true, subtree: true });
    element.addEventListener("scroll", look, { passive: true });
    look();
    return () => {
      sizes.disconnect();
      cards.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, [track]);
  return ends;
}
