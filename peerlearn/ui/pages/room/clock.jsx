import { useEffect, useState } from "react";

const WARN_BEFORE = 5 * 60_000;
const WARNED = "warned of the end: "; // kept by the tab: a reload does not say it again

const twoDigits = (number) => String(number).padStart(2, "0");
const minutesAndSeconds = (ms) => {
  const seconds = Math.floor(ms / 1000);
  return `${twoDigits(Math.floor(seconds / 60))}:${twoDigits(seconds % 60)}`;
};

/** The lesson's clock: counts on from what the server last said, and stands while one of the two is away. */
export function LessonClock({ elapsedMs, durationMs, running, onWarning, className }) {
  const [since, setSince] = useState(() => performance.now());
  const [now, setNow] = useState(since);
  useEffect(() => {
    setSince(performance.now());
    setNow(performance.now());
    if (!running) return undefined;
    const tick = setInterval(() => setNow(performance.now()), 250);
    return () => clearInterval(tick);
  }, [elapsedMs, running]);
  const elapsed = Math.min(elapsedMs + (running ? Math.max(now - since, 0) : 0), durationMs);
  const ending = durationMs > WARN_BEFORE && durationMs - elapsed <= WARN_BEFORE;
  useEffect(() => {
    const key = WARNED + location.pathname;
    if (!ending || !running || sessionStorage.getItem(key)) return;
    sessionStorage.setItem(key, "yes");
    onWarning?.();
  }, [ending, running]);
  return (
    <span
      id="lesson-clock"
      className={`${className} ${ending ? "text-notice font-medium" : ""}`}
      data-running={running ? "true" : "false"}
      data-ending={ending ? "true" : "false"}
      data-elapsed-ms={Math.round(elapsed)}
    >
      <span aria-label="Elapsed">{minutesAndSeconds(elapsed)}</span>
      <span aria-hidden="true"> · </span>
      <span>{minutesAndSeconds(durationMs - elapsed)} left</span>
      {running ? null : <span className="lesson-clock-paused"> (paused)</span>}
    </span>
  );
}
