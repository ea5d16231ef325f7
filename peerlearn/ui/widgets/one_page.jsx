import { useEffect } from "react";

const WATCHED_MS = 15_000;
const DONE = "peerlearn.one-page"; // where it was put right; never twice in a row
// Nothing may end a call, and public pages have two pages for a moment on purpose: the one served and the live one.
const OURS = /^\/(dashboard|admin|profile)\//;

/**
 * A page comes as HTML and is then taken over by React. Whoever presses Back in between has another address by then:
 * React draws that page and leaves the HTML of the first beside it. Loading what the address names puts it right.
 */
export function OnePage() {
  useEffect(() => {
    const pages = document.getElementsByTagName("main");
    const look = () => {
      if (pages.length < 2 || !OURS.test(location.pathname) || sessionStorage.getItem(DONE) === location.href) return;
      sessionStorage.setItem(DONE, location.href);
      location.reload();
    };
    const watching = new MutationObserver(look);
    watching.observe(document.documentElement, { childList: true, subtree: true });
    const enough = setTimeout(() => watching.disconnect(), WATCHED_MS);
    look();
    return () => {
      clearTimeout(enough);
      watching.disconnect();
    };
  }, []);
  return null;
}
