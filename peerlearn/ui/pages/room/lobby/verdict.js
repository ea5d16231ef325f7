/** What the figures of a check mean for a call; pure. */

const ENOUGH_FOR = [
  ["clear", { upload: 1_500, roundTrip: 250, lost: 0.02 }], // 720p and sound
  ["fair", { upload: 500, roundTrip: 400, lost: 0.08 }], // 360p and sound
  ["sound", { upload: 100, roundTrip: 800, lost: 0.2 }],
];

/**
 * @param figures {upload in kbit/s, roundTrip in ms, lost from 0 to 1, finished, tooOften}; null: not measured
 * @returns "clear", "fair", "sound", "weak", "unfinished", "offline" or "too_often"
 */
export function verdictOf({ upload, roundTrip, lost, finished, tooOften }) {
  if (tooOften) return "too_often";
  if (roundTrip === null) return finished ? "offline" : "unfinished";
  if (upload === null) return "unfinished";
  const good = ([, need]) => upload >= need.upload && roundTrip <= need.roundTrip && (lost ?? 0) <= need.lost;
  return ENOUGH_FOR.find(good)?.[0] ?? "weak";
}

/** Whether there is a relay and no way to it. */
export function relayIsOutOfReach({ relay }) {
  const ways = Object.values(relay);
  return ways.length > 0 && !ways.includes(true);
}
