/** The call of this page, for parts of the room that speak straight to the other tab; null before there is one. */

let present = null;
const followers = new Set();

/** Make a call the present one; null when it is over. */
export function announceCall(call) {
  present = call;
  for (const hear of followers) hear(call);
}

/** Hear of the present call now and of each later one; the function returned ends it. */
export function followCall(hear) {
  followers.add(hear);
  hear(present);
  return () => followers.delete(hear);
}
