import { lcg, sixteenBits } from '../../core/signal/signals.js';

/** The signals of scripts/golden/voice_features.py, by the same formulas, rounded to 16 bits. */

export const RATE = 16000;

interface Voice {
  /** The fundamental, in Hz, at a time in seconds. */
  readonly frequency: (seconds: number) => number;
  readonly harmonics?: number;
  readonly noise?: number;
}

/** Harmonics that fall off like 1/k, and white noise beside them. */
export function voice({ frequency, harmonics = 12, noise = 0 }: Voice, count: number): Float32Array {
  const hiss = lcg(count, 3);
  let phase = 0;
  const samples = hiss.map((breath, n) => {
    phase += (2 * Math.PI * frequency(n / RATE)) / RATE;
    let sum = 0;
    for (let k = 1; k <= harmonics; k++) sum += Math.sin(k * phase) / k;
    return 0.2 * sum + noise * breath;
  });
  return sixteenBits(samples);
}

/** A pulse each `period` samples through a resonance of 700 Hz, 120 Hz wide. */
function pulses(period: number, count: number): Float32Array {
  const r = Math.exp((-Math.PI * 120) / RATE);
  const [a, b] = [2 * r * Math.cos((2 * Math.PI * 700) / RATE), -r * r];
  let [one, two] = [0, 0];
  const samples = Array.from({ length: count }, (_, n) => {
    const value = (n % period === 0 ? 0.3 : 0) + a * one + b * two;
    [one, two] = [value, one];
    return value;
  });
  return sixteenBits(samples);
}

const voices: Readonly<Record<string, Voice & { count?: number }>> = {
  'steady 110 Hz': { frequency: () => 110 },
  'steady 220 Hz in noise': { frequency: () => 220, noise: 0.1 },
  'glide 90 to 400 Hz': { frequency: (time) => 90 + (310 * time) / 0.75 },
  'vibrato around 300 Hz in noise': {
    frequency: (time) => 300 + 20 * Math.sin(2 * Math.PI * 5 * time),
    noise: 0.05,
  },
  'high 620 Hz': { frequency: () => 620, harmonics: 6 },
};

export function voiceSignal(name: string, count: number): Float32Array {
  if (name === 'noise') return sixteenBits(lcg(count, 9).map((value) => 0.3 * value));
  if (name === 'pulses every 133 samples') return pulses(133, count);
  return voice(voices[name], count);
}

/** What the fundamental of a signal is at a time, in Hz. */
export function trueFrequency(name: string, seconds: number): number {
  return name === 'pulses every 133 samples' ? RATE / 133 : voices[name].frequency(seconds);
}
