/**
 * Whether the chat is open, and what came while it was out of sight: the browser's own business, so that a lost
 * server changes neither. Until somebody chooses, it is open where there is room for it beside the call.
 */

import { useSyncExternalStore } from "react";

const ROOM_BESIDE = "(min-width: 1024px)";

const followers = new Set();
let shown = { chosen: null, unread: 0 };

const isOpen = () => shown.chosen ?? matchMedia(ROOM_BESIDE).matches;

function change(part) {
  shown = { ...shown, ...part };
  for (const hear of followers) hear();
}

/** Open a closed chat, or close an open one. */
export function turnChat() {
  if (isOpen()) closeChat();
  else {
    change({ chosen: true });
    navigator.vibrate?.(10);
  }
}

/** Close it; the focus goes to what opens it. */
export function closeChat() {
  change({ chosen: false });
  navigator.vibrate?.(10);
  document.getElementById("chat-button")?.focus();
}

/** Note how many lines of the other person nobody has seen. */
export function noteUnread(unread) {
  if (unread !== shown.unread) change({ unread });
}

/** Forget what was chosen: the next room begins as this one did. */
export function forgetChat() {
  change({ chosen: null, unread: 0 });
}

function follow(hear) {
  const wide = matchMedia(ROOM_BESIDE);
  followers.add(hear);
  wide.addEventListener("change", hear);
  return () => {
    followers.delete(hear);
    wide.removeEventListener("change", hear);
  };
}

/** Whether it is open, kept up to date. */
export const useChatOpen = () => useSyncExternalStore(follow, isOpen, () => true);

/** What was chosen: true, false, or null while nobody chose. */
export const useChatChoice = () => useSyncExternalStore(follow, () => shown.chosen, () => null);

/** How many lines nobody has seen. */
export const useUnread = () => useSyncExternalStore(follow, () => shown.unread, () => 0);
