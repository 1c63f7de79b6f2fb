/** A sound for whoever looks at parcels and not at the screen: one high tone, or two low ones. */
export function beep(isGood: boolean): void {
  try {
    context ??= new AudioContext();
    const tones = isGood ? [880] : [220, 196];
    tones.forEach((frequency, place) => {
      play(context as AudioContext, frequency, place * 0.18);
    });
  } catch {
    // Without a loudspeaker it is said in words alone.
  }
}

let context: AudioContext | undefined;

function play(audio: AudioContext, frequency: number, after: number): void {
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = frequency;
  volume.gain.value = 0.12;
  tone.connect(volume).connect(audio.destination);
  const from = audio.currentTime + after;
  tone.start(from);
  tone.stop(from + 0.14);
}
