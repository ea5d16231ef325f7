import { useEffect } from "react";

/** The same page as plain HTML came with the answer and has been shown until now; the live one takes its place. */
export function FirstSight({ over }) {
  useEffect(() => {
    if (over) handOver();
  }, [over]);
  useEffect(() => leave, []);
  return null;
}

function handOver() {
  const told = document.querySelector("first-sight");
  if (!told) return;
  const pressable = "a[href], button";
  const place = [...told.querySelectorAll(pressable)].indexOf(document.activeElement);
  told.remove();
  document.querySelector("title[data-first-sight]")?.remove(); // the live page has its own, which changes
  if (place >= 0) document.querySelectorAll(`.page :is(${pressable})`)[place]?.focus();
}

/** On the way to another page of the site: what was said about this one no longer holds. */
function leave() {
  handOver();
  for (const tag of document.querySelectorAll("[data-first-sight]")) tag.remove();
}
