/** Where the same product answers when this server does not. */

const PROBE_MS = 3000;
const HEALTH = "/healthz/ready";

/** The first of some sites that answers, asked one after the other; "" when none does. */
export async function firstThatAnswers(sites, signal) {
  for (const site of sites) {
    if (signal.aborted || !navigator.onLine) return "";
    if (await answers(site, signal)) return site;
  }
  return "";
}

/** This very page there. */
export const addressAt = (site) => site + location.pathname + location.search + location.hash;

/** Whether leaving would take something away: text does not travel to another site, and a call ends with its page. */
export function wouldLose() {
  const fields = [...document.querySelectorAll("input, textarea")];
  return location.pathname.startsWith("/session/") || fields.some((field) => field.value !== field.defaultValue);
}

async function answers(site, signal) {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), PROBE_MS);
  const ended = () => late.abort();
  signal.addEventListener("abort", ended);
  try {
    const how = { cache: "no-store", credentials: "omit", redirect: "error", signal: late.signal };
    return (await fetch(site + HEALTH, how)).ok;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", ended);
  }
}
