/** A soft two-note sound without a file. Browsers let a page sound only once a person has used it: before that it
 *  stays silent instead of failing. */

const CHOICE = "pop-up-sound";
const NOTES = [
  { hertz: 659.25, at: 0 },
  { hertz: 987.77, at: 0.12 },
];
let speaker = null;

export const soundIsOn = () => localStorage.getItem(CHOICE) !== "off";

export function switchSound(on) {
  localStorage.setItem(CHOICE, on ? "on" : "off");
}

export function chime() {
  if (!soundIsOn() || !navigator.userActivation?.hasBeenActive) return;
  speaker ??= new AudioContext();
  const now = speaker.currentTime;
  for (const { hertz, at } of NOTES) {
    const tone = new OscillatorNode(speaker, { frequency: hertz });
    const loudness = new GainNode(speaker, { gain: 0 });
    loudness.gain.linearRampToValueAtTime(0.08, now + at + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.0001, now + at + 0.5);
    tone.connect(loudness).connect(speaker.destination);
    tone.start(now + at);
    tone.stop(now + at + 0.55);
  }
}
