/** Why a browser gives no camera or microphone, in one word; and word of it when the person changes their mind. */

const WHY = {
  NotFoundError: "missing",
  OverconstrainedError: "missing",
  NotReadableError: "in_use",
  AbortError: "in_use",
};
const NAMES = { audio: "microphone", video: "camera" };

/** Whether this page may ask at all. */
export const mayAsk = () => window.isSecureContext && navigator.mediaDevices !== undefined;

/** @returns "insecure", "missing", "in_use", "dismissed" (ask again) or "denied" (the browser will not ask again) */
export async function whyNot(kind, error) {
  if (!mayAsk()) return "insecure";
  if (error.name !== "NotAllowedError" && error.name !== "SecurityError") return WHY[error.name] ?? "in_use";
  const state = (await permissionFor(kind))?.state;
  if (state === "prompt" || (!state && /dismiss/i.test(error.message))) return "dismissed";
  return "denied"; // also what the page was granted and the system withholds
}

/**
 * Two devices asked for together were refused: which of them can still be had by asking for it alone?
 * One for which the question was just put is not among them. Browsers stop asking for good whom they annoyed.
 */
export async function stillToAsk(kinds) {
  const states = await Promise.all(kinds.map(async (kind) => (await permissionFor(kind))?.state));
  const nobodyWasAsked = states.includes("denied");
  return kinds.filter((_, at) => states[at] === "granted" || (states[at] === "prompt" && nobodyWasAsked));
}

/** Call `then` once the person allows it after all, in the browser's own settings, until `over` aborts. */
export async function whenGranted(kind, then, over) {
  const status = await permissionFor(kind);
  const options = { signal: over };
  status?.addEventListener("change", () => status.state === "granted" && then(), options);
}

/** Null where the browser does not tell. */
async function permissionFor(kind) {
  try {
    return await navigator.permissions.query({ name: NAMES[kind] });
  } catch {
    return null;
  }
}
