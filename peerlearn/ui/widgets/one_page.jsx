import { useEffect } from "react";

const WATCHED_MS = 15_000;

/**
 * A page comes as HTML and is then taken over by React. Whoever presses Back in between has another address by then:
 * React draws that page and leaves the HTML of the first beside it. Loading what the address names puts it right.
 */
export function OnePage() {
  useEffect(() => {
    const pages = document.getElementsByTagName("main");
    const inCall = () => location.pathname.startsWith("/session/"); // nothing may end a call, not even two pages
    const look = () => pages.length > 1 && !inCall() && location.reload();
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
