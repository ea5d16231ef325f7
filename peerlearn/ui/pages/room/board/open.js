/** Whether the board is open on this page: the browser's own business, so that a lost server does not close it. */

import { useSyncExternalStore } from "react";

let open = false;
const followers = new Set();

/** Open a closed board, close an open one. */
export function turnBoard() {
  open = !open;
  for (const hear of followers) hear();
}

function follow(hear) {
  followers.add(hear);
  return () => followers.delete(hear);
}

/** Whether it is open, kept up to date. */
export function useBoardOpen() {
  return useSyncExternalStore(
    follow,
    () => open,
    () => false,
  );
}
