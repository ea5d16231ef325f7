/** Hearing oneself before the call: how loud the microphone is, and a tone for the speakers. */

const LOUD = 0.25; // the amplitude that fills the bar; speech close to a microphone
const TONE = { hertz: [523.25, 659.25], seconds: 0.35, volume: 0.15 };

/** Call `tell` with the loudness of a track, 0 to 1, with every picture drawn, until the returned function is called. */
export function watchLevel(track, tell) {
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 512 });
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let next = 0;
  const look = () => {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    tell(Math.min(1, Math.sqrt(power) / LOUD));
    next = requestAnimationFrame(look);
  };
  look();
  return () => {
    cancelAnimationFrame(next);
    tell(0);
    context.close();
  };
}

/** Two short notes, one after the other. */
export function playTone() {
  const context = new AudioContext();
  const volume = new GainNode(context, { gain: TONE.volume });
  volume.connect(context.destination);
  TONE.hertz.forEach((frequency, at) => {
    const note = new OscillatorNode(context, { frequency });
    note.connect(volume);
    note.start(context.currentTime + at * TONE.seconds);
    note.stop(context.currentTime + (at + 1) * TONE.seconds);
    if (at === TONE.hertz.length - 1) note.onended = () => context.close();
  });
}
