import { useEffect, useState } from "react";

const PRESSABLE = "a[href], button:enabled, summary, label:has(input), [data-pressable]";
const ONCE = "button[type=submit], nav :is(a, button)"; // of two quick presses the second is nobody's wish
const LONG_PRESS_MS = 2000;
const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** An orange circle from where the pointer is; inside an open dialog, since that lies over everything else. */
function ripple({ clientX, clientY, target }) {
  const circle = document.createElement("span");
  circle.className = "ripple";
  circle.style.left = circle.style.top = "0";
  (target.closest("dialog") ?? document.body).append(circle);
  const origin = circle.getBoundingClientRect();
  const [zeroX, zeroY] = [origin.left + origin.width / 2, origin.top + origin.height / 2];
  circle.style.left = `${clientX - zeroX}px`;
  circle.style.top = `${clientY - zeroY}px`;
  circle.addEventListener("animationend", () => circle.remove());
}

const closeTips = () => document.querySelectorAll(".tip").forEach((tip) => delete tip.dataset.held);

/** For the whole page: what pressing feels like, tooltips by a long press, and words for screen readers. */
export function Touch() {
  const [spoken, setSpoken] = useState("");
  useEffect(() => {
    let held = 0;
    const press = (event) => {
      closeTips();
      if (!(event.target instanceof Element) || event.button !== 0) return;
      const tip = event.pointerType === "touch" && event.target.closest(".tip");
      if (tip) held = setTimeout(() => (tip.dataset.held = "true"), LONG_PRESS_MS);
      if (!event.target.closest(PRESSABLE)) return;
      if (event.pointerType === "touch") navigator.vibrate?.(10);
      if (!still()) ripple(event);
    };
    const tapTwice = (event) => {
      if (event.detail < 2 || !event.target.closest?.(ONCE)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    const release = () => clearTimeout(held);
    const key = ({ key }) => {
      if (key !== "Escape") return;
      closeTips();
      document.querySelectorAll(".tip:hover, .tip:focus-within").forEach((tip) => {
        tip.dataset.shut = "true";
        const again = () => delete tip.dataset.shut;
        tip.addEventListener("pointerleave", again, { once: true });
        tip.addEventListener("focusout", again, { once: true });
      });
    };
    const speak = ({ detail }) => setSpoken(detail);
    const listeners = { pointerdown: press, pointerup: release, pointercancel: release, keydown: key, speak };
    for (const [name, listener] of Object.entries(listeners)) document.addEventListener(name, listener);
    document.addEventListener("click", tapTwice, { capture: true });
    return () => {
      clearTimeout(held);
      document.removeEventListener("click", tapTwice, { capture: true });
      for (const [name, listener] of Object.entries(listeners)) document.removeEventListener(name, listener);
    };
  }, []);
  return (
    <div className="only-heard" role="status">
      {spoken}
    </div>
  );
}
