import { useEffect, useRef, useState } from "react";
import { addressAt, firstThatAnswers, wouldLose } from "./other_site.js";
import { onDashboard, pauseActions } from "./paused_actions.js";

const BLIP_MS = 2000;
const TRY_MS = 2500;
const TRIES = 3;
const PRESSES = 3;
const BACK_MS = 2000;

/** The framework tries at once when it believes that the page came back into sight. */
const tryNow = () => document.dispatchEvent(new Event("visibilitychange"));

/** Nothing for a blip; then three tries that are counted aloud, then one of our other sites, if there are any, else a
 *  button to ask for three more. The framework goes on trying by itself all the while. What was typed, and what is
 *  shown, stays; on dashboards nothing can be done meanwhile (paused_actions.js). */
export function ConnectionBanner({ errors, sites, words }) {
  const lost = errors > 0;
  const [tries, setTries] = useState(0);
  const [presses, setPresses] = useState(0);
  const [back, setBack] = useState(false);
  const seen = useRef(false);

  useEffect(() => {
    if (lost) {
      const timer = setTimeout(() => setTries(1), BLIP_MS);
      addEventListener("online", tryNow);
      return () => {
        clearTimeout(timer);
        removeEventListener("online", tryNow);
      };
    }
    setTries(0);
    setPresses(0);
    if (!seen.current) return undefined;
    seen.current = false;
    setBack(true);
    const timer = setTimeout(() => setBack(false), BACK_MS);
    return () => clearTimeout(timer);
  }, [lost]);

  useEffect(() => {
    if (tries === 0 || tries > TRIES) return undefined;
    seen.current = true;
    tryNow();
    const timer = setTimeout(() => setTries(tries + 1), TRY_MS);
    return () => clearTimeout(timer);
  }, [tries]);

  const noticed = lost && tries > 0;
  useEffect(() => (noticed && onDashboard() ? pauseActions() : undefined), [noticed]);

  const [other, looking] = useOtherSite(tries > TRIES, sites);
  const again = () => {
    setPresses(presses + 1);
    setTries(1);
  };
  if (back && !lost) return <Banner look="is-back" role="status" text={words.back} />;
  if (!lost || tries === 0) return null;
  if (tries <= TRIES) {
    // Whoever is online lost the server, not the line.
    const which = onDashboard() && navigator.onLine ? words.retrying : words.reconnecting;
    const text = which.replace("{now}", tries).replace("{all}", TRIES);
    return <Banner role="status" text={`${text} ${words.kept}`} />;
  }
  if (looking) return <Banner role="status" text={words.switching} />;
  if (other)
    return (
      <Banner role="alert" text={words.elsewhere}>
        <button type="button" onClick={() => location.replace(addressAt(other))}>
          {words.switch}
        </button>
      </Banner>
    );
  if (presses >= PRESSES) return <Banner role="alert" text={words.still_lost} />;
  return (
    <Banner role="alert" text={`${navigator.onLine ? words.lost : words.offline} ${words.kept}`}>
      <button type="button" onClick={again}>
        {words.retry}
      </button>
    </Banner>
  );
}

/** While `wanted`: the site that answers instead, and whether it is still being looked for. Who has nothing to lose is
 *  led there at once. */
function useOtherSite(wanted, sites) {
  const others = sites.filter((site) => site !== location.origin);
  const [found, setFound] = useState(null);
  useEffect(() => {
    if (!wanted || others.length === 0) return undefined;
    const end = new AbortController();
    setFound(null);
    firstThatAnswers(others, end.signal).then((site) => {
      if (end.signal.aborted) return;
      if (site && !wouldLose()) location.replace(addressAt(site));
      else setFound(site);
    });
    return () => end.abort();
  }, [wanted, others.join()]);
  return [found, others.length > 0 && found === null];
}

function Banner({ look = "", role, text, children }) {
  return (
    <div className={`connection-banner ${look}`}>
      <span role={role}>{text}</span>
      {children}
    </div>
  );
}
