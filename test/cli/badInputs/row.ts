/** One bad input: what lies in the folder, what is typed there, and what must come of it. */
export interface BadInput {
  /** What is wrong, as the table of docs/bad-inputs.md says it. */
  readonly wrong: string;
  /** What is typed after `intone`. */
  readonly argv: readonly string[];
  /** Code of the error catalogue. */
  readonly code: string;
  /** Files beside `tiny.yaml`, which is a right config; a text, or bytes. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Turns the run that was made for all rows (in `made/`) into what this row is about. */
  readonly prepare?: (folder: string) => Promise<void>;
}

/** A right config on a tiny corpus that intone speaks itself: the bad inputs are it, with one thing wrong. */
export const TINY = `name: tiny
data: { use: synthetic, speakers: 2, repetitions: 1 }
split: { use: stratified, test: 0.25, validation: 0.25 }
audio: { use: waveform, sampleRate: 8000 }
features: [rms]
model: mlp
train: { epochs: 1 }
evaluate: [classification-report]
intervals: null
`;

/** The tiny config with one line replaced or added. */
export function tinyWith(line: string): string {
  const [key] = line.split(':');
  const others = TINY.split('\n').filter((each) => each !== '' && !each.startsWith(`${key}:`));
  return [...others, line, ''].join('\n');
}
