/**
 * The public menu on phones. The browser's own modal dialog keeps focus inside, makes the page behind inert, and gives
 * focus back to the three lines. It closes by X, Escape, a tap outside, a swipe to the right, or choosing an item.
 */

import { useEffect, useRef, useState } from "react";

import "./public.css";

const CLOSING = 400;
const STEP = 40; // pixels; a shorter swipe is a tap
const LONG_PRESS = 2_000;

export function PublicMenu({ words, children }) {
  const dialog = useRef(null);
  const [open, setOpen] = useState(false);
  const close = useClosing(dialog, setOpen);
  const swipe = useSwipe(dialog, close);
  const show = () => {
    dialog.current.showModal();
    setOpen(true);
    navigator.vibrate?.(8);
  };
  const chosen = (event) => {
    const item = event.target.closest(".nav-item");
    const outside = !event.target.closest(".menu-items");
    if (item || outside) close();
  };
  return (
    <div className="md:hidden">
      <button
        type="button"
        id="menu-button"
        className="menu-button"
        aria-label={words.open}
        aria-expanded={open}
        aria-haspopup="dialog"
        onClick={show}
      >
        <Lines />
      </button>
      <dialog
        ref={dialog}
        className="menu"
        aria-label={words.label}
        onClick={chosen}
        onCancel={(event) => {
          event.preventDefault();
          close();
        }}
        {...swipe}
      >
        <div className="menu-sheet">
          <button type="button" className="menu-button menu-close" aria-label={words.close}>
            <Cross />
          </button>
          <nav className="menu-items" aria-label={words.label}>
            {children}
          </nav>
        </div>
      </dialog>
    </div>
  );
}

/** Slide out before closing; at once for people who asked for less motion. */
function useClosing(dialog, setOpen) {
  const timer = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  return () => {
    const element = dialog.current;
    if (!element.open || element.classList.contains("is-closing")) return;
    setOpen(false);
    element.classList.add("is-closing");
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    timer.current = setTimeout(
      () => {
        element.classList.remove("is-closing");
        element.style.removeProperty("--pulled");
        element.close();
      },
      still ? 0 : CLOSING,
    );
  };
}

/** To the right by a third of the width closes; a short swipe moves between the items; a long press shows the tip. */
function useSwipe(dialog, close) {
  const from = useRef(null);
  const press = useRef(0);
  const moved = (event) => event.changedTouches[0].clientX - from.current;
  return {
    onTouchStart: (event) => {
      from.current = event.touches[0].clientX;
      const item = event.target.closest(".nav-item");
      clearTimeout(press.current);
      press.current = setTimeout(() => item?.classList.add("shows-tip"), LONG_PRESS);
    },
    onTouchMove: (event) => {
      const by = moved(event);
      if (Math.abs(by) > STEP / 4) clearTimeout(press.current);
      dialog.current.style.setProperty("--pulled", `${Math.max(0, by)}px`);
    },
    onTouchEnd: (event) => {
      const by = moved(event);
      clearTimeout(press.current);
      setTimeout(() => dialog.current?.querySelector(".shows-tip")?.classList.remove("shows-tip"), LONG_PRESS);
      if (by > innerWidth / 3) return close();
      dialog.current.style.setProperty("--pulled", "0px");
      if (Math.abs(by) > STEP) focusNext(dialog.current, by > 0 ? 1 : -1);
    },
  };
}

function focusNext(dialog, step) {
  const items = [...dialog.querySelectorAll(".nav-item")];
  const at = items.indexOf(document.activeElement);
  items[(at + step + items.length) % items.length]?.focus();
  navigator.vibrate?.(8);
}

const Lines = () => (
  <svg className="icon size-6" viewBox="0 0 24 24" aria-hidden="true">
    <path d="M4 6.5h16M4 12h16M4 17.5h16" />
  </svg>
);

const Cross = () => (
  <svg className="icon size-6" viewBox="0 0 24 24" aria-hidden="true">
    <path d="M6 6l12 12M18 6 6 18" />
  </svg>
);
