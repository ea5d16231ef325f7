import { useEffect, useState } from "react";

const BLIP_MS = 2000;

/** Nothing for a blip; then a line that says the page is reconnecting. What was typed stays. */
export function ConnectionBanner({ errors }) {
  const [shown, setShown] = useState(false);
  const lost = errors > 0;
  useEffect(() => {
    if (!lost) {
      setShown(false);
      return undefined;
    }
    const timer = setTimeout(() => setShown(true), BLIP_MS);
    return () => clearTimeout(timer);
  }, [lost]);
  return shown ? (
    <div className="connection-banner" role="status">
      Reconnecting… what you typed is kept.
    </div>
  ) : null;
}
