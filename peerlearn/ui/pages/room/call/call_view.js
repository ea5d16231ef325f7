/** What there is to show of a call, and what the other side's messages say of it. */

// Of the other person, until they say otherwise; `slow`: their picture is left out for the sake of their sound.
export const PRESUMED = Object.freeze({ audio: true, video: true, screen: false, slow: false });

/** Before anything has happened. */
export const BEFORE = Object.freeze({
  joined: false,
  status: "waiting",
  outage: "",
  wantsToRejoin: false,
  sending: { audio: true, video: true },
  receiving: PRESUMED,
  quality: "full",
  buffering: false,
  trouble: { audio: "", video: "" },
  choices: { audio: [], video: [] },
  ownStream: null,
  ownScreen: null,
  microphone: null,
  remoteStream: null,
  remoteScreen: null,
  connected: false,
});

/** When it is over. */
export const ENDED = Object.freeze({
  status: "ended",
  ownStream: null,
  ownScreen: null,
  remoteStream: null,
  remoteScreen: null,
});

/** What the other side says that it sends. */
export function heardMedia({ audio, video, screen, slow }) {
  return { audio: audio === true, video: video === true, screen: screen === true, slow: slow === true };
}

/** A word from the control channel; nothing when it makes no sense. */
export function understood(data) {
  try {
    return JSON.parse(data) ?? {};
  } catch {
    return {};
  }
}
