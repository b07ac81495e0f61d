/**
 * Computes the published recipe's features for the clips that `agreement.py` names, and writes them where it reads
 * them: [frames, columns] of 32-bit numbers a clip. Prints the columns of each feature and the times.
 *
 * Called as: jiti bench/features/extract.ts MANIFEST
 * MANIFEST: JSON, [{ "clip": audio file, "samples": raw 32-bit samples at 22,050 Hz, "fromSamples", "fromClip": outputs }]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { createAnalysis } from '../../src/core/signal/analyse.js';
import { Random } from '../../src/core/random.js';
import { audioPlugins } from '../../src/plugins/audio/index.js';
import { featurePlugins } from '../../src/plugins/features/index.js';
import type { PluginContext } from '../../src/core/registry/plugin.js';

const Manifest = Type.Array(
  Type.Object({
    clip: Type.String(),
    samples: Type.String(),
    fromSamples: Type.String(),
    fromClip: Type.String(),
  }),
);

const SAMPLE_RATE = 22050;
const RECIPE = ['mfcc', 'chroma', 'mel', 'spectral-contrast', 'rms', 'zero-crossing-rate'];
const FRAMING = { fftSize: 2048, hopLength: 512 };
const context: PluginContext = { random: new Random(1), warn: console.warn };
const features = featurePlugins
  .filter(({ name }) => RECIPE.includes(name))
  .map((plugin) => ({ name: plugin.name, ...plugin.create({}, context) }));
const frontEnd = audioPlugins[0].create(
  { sampleRate: SAMPLE_RATE, crop: { seconds: 3, from: 'middle' } },
  context,
);

const manifest = Value.Decode(Manifest, JSON.parse(readFileSync(process.argv[2], 'utf8')));
const spent = { features: 0, load: 0 };
// The first round warms up the compiler and fills the caches of filter banks; the second one is timed.
for (const timed of [false, true]) {
  for (const { clip, samples, fromSamples, fromClip } of manifest) {
    const bytes = readFileSync(samples);
    const given = new Float32Array(new Uint8Array(bytes).buffer);
    const start = process.cpuUsage();
    const values = extract(given);
    if (timed) spent.features += milliseconds(start);
    write(fromSamples, values);

    const file = readFileSync(clip);
    const loadStart = process.cpuUsage();
    const recording = await frontEnd.load(file);
    if (timed) spent.load += milliseconds(loadStart);
    if (!recording.usable) throw new Error(`${clip}: ${recording.detail}`);
    write(fromClip, extract(recording.waveform.samples));
  }
}
const columns = features.map(({ name, names }) => [name, names.length]);
const mean = { features: spent.features / manifest.length, load: spent.load / manifest.length };
console.log(JSON.stringify({ columns, milliseconds: mean }));

/** Of processor time, of all threads, since `start`. */
function milliseconds(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** Every feature's columns side by side. */
function extract(samples: Float32Array): Float32Array {
  const analysis = createAnalysis({ samples, sampleRate: SAMPLE_RATE }, FRAMING);
  const width = features.reduce((sum, { names }) => sum + names.length, 0);
  const values = new Float32Array(analysis.frameCount * width);
  let first = 0;
  for (const feature of features) {
    const own = feature.extract(analysis);
    const columns = feature.names.length;
    for (let frame = 0; frame < analysis.frameCount; frame++) {
      values.set(own.subarray(frame * columns, (frame + 1) * columns), frame * width + first);
    }
    first += columns;
  }
  return values;
}

function write(file: string, values: Float32Array): void {
  writeFileSync(file, new Uint8Array(values.buffer));
}
