/** Keeps a screen from going dark while somebody only looks and listens. Browsers that cannot are left alone. */

import { useEffect } from "react";

export function useWakefulness(isWanted) {
  useEffect(() => {
    if (!isWanted || !navigator.wakeLock) return undefined;
    let lock = null;
    let over = false;
    const stayAwake = async () => {
      if (document.visibilityState !== "visible") return; // it is taken away with the page's sight, and asked for again
      const taken = await navigator.wakeLock.request("screen").catch(() => null); // a low battery may refuse
      if (over) taken?.release();
      else lock = taken;
    };
    stayAwake();
    document.addEventListener("visibilitychange", stayAwake);
    return () => {
      over = true;
      document.removeEventListener("visibilitychange", stayAwake);
      lock?.release();
    };
  }, [isWanted]);
}
