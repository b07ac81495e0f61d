// Trains the batches that the lines of its input ask for, as intone's own loop does; bench/train-batch.mjs starts it.
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { Random } from '../../dist/core/random.js';
import { registerMaskGradients } from '../../dist/core/training/maskGradients.js';
import { seedWeights } from '../../dist/core/training/seeding.js';
import { trainOnBatch } from '../../dist/core/training/step.js';
import { weightUpdate } from '../../dist/core/training/updateWeights.js';
import { WeightAverage } from '../../dist/core/training/weightAverage.js';
import { backendPlugins } from '../../dist/plugins/backends/index.js';
import { lossPlugins } from '../../dist/plugins/losses/index.js';
import { modelPlugins } from '../../dist/plugins/models/index.js';
import { optimizerPlugins } from '../../dist/plugins/optimizers/index.js';

const { values: flags } = parseArgs({
  options: { backend: { type: 'string' }, threads: { type: 'string' }, model: { type: 'string' } },
});
const MODELS = {
  published: {
    model: 'cnn-bilstm',
    inputs: [{ name: 'input', shape: [169] }],
    classes: 8,
    optimizer: ['adam'],
    loss: ['focal', { alpha: 0.75 }],
    settings: {},
  },
  // As in configs/ravdess-criteria.yaml, but without its augmentation and schedule.
  'two-branch': {
    model: 'two-branch',
    inputs: [
      { name: 'sequence', shape: [96, 112] },
      { name: 'statistics', shape: [906] },
    ],
    classes: 8,
    optimizer: ['adamw', { learningRate: 0.002, weightDecay: 0.02 }],
    loss: ['cross-entropy', { labelSmoothing: 0.05 }],
    settings: { clipNorm: 5, averageWeights: 0.995 },
  },
};
const recipe = MODELS[flags.model];
if (recipe === undefined)
  throw new Error(`There is no model '${flags.model}': ${Object.keys(MODELS).join(', ')}.`);

const context = { random: new Random(1), warn: console.error };
const made = (plugins, name, options = {}) =>
  plugins.find((plugin) => plugin.name === name).create(options, context);
const [BATCH, CLASSES] = [32, recipe.classes];
const classes = Array.from({ length: CLASSES }, (_, index) => `class-${index}`);

const backend = made(backendPlugins, flags.backend);
const reason = await backend.unavailable();
if (reason !== null) throw new Error(`The backend '${flags.backend}' cannot be used: ${reason}.`);
const tf = await backend.start({ threads: Number(flags.threads) });
registerMaskGradients(tf);
const network = made(modelPlugins, recipe.model);
const model = network.build(tf, recipe.inputs, CLASSES, context.random);
seedWeights(tf, model, new Random(2));
const optimizer = made(optimizerPlugins, ...recipe.optimizer);
const { averageWeights } = recipe.settings;
const state = {
  model,
  optimizer: optimizer.create(tf),
  randoms: { dropout: new Random(3) },
  average: averageWeights === undefined ? null : new WeightAverage(tf, averageWeights),
  history: [],
  underWay: { batches: 0 },
};
const objective = {
  loss: made(lossPlugins, ...recipe.loss),
  classes,
  auxiliaryWeight: network.auxiliaryWeight ?? 1,
};
const update = weightUpdate({ tf, optimizer, settings: { epochs: 1, ...recipe.settings } }, state, 1000);
const random = new Random(4);
const tables = recipe.inputs.map(({ name, shape }) => ({
  name,
  shape: [BATCH, ...shape],
  values: Float32Array.from({ length: BATCH * shape.reduce((a, b) => a * b) }, () => random.normal()),
  mask: shape.length === 2 ? realSteps(shape[0]) : null,
}));
const oneHot = Float32Array.from({ length: BATCH * CLASSES }, (_, index) =>
  index % CLASSES === Math.floor(index / CLASSES) % CLASSES ? 1 : 0,
);

/** Between half of the steps and all of them, evenly spread over the rows. */
function realSteps(steps) {
  const lengthOf = (row) => Math.round((steps * (BATCH + row)) / (2 * BATCH - 1));
  return Float32Array.from({ length: BATCH * steps }, (_, index) =>
    index % steps < lengthOf(Math.floor(index / steps)) ? 1 : 0,
  );
}

function trainBatch() {
  const inputs = tables.map(({ name, shape, values, mask }) => ({
    name,
    values: tf.tensor(values, shape),
    mask: mask === null ? null : tf.tensor(mask, [BATCH, shape[1], 1]),
  }));
  const batch = { inputs, labels: tf.tensor2d(oneHot, [BATCH, CLASSES]), weights: tf.ones([BATCH]) };
  const { loss } = trainOnBatch(tf, state, objective, batch, update);
  if (!Number.isFinite(loss)) throw new Error('The training diverged.');
  state.underWay = { batches: state.underWay.batches + 1 };
}

for await (const line of createInterface({ input: process.stdin })) {
  const before = process.cpuUsage();
  const milliseconds = Array.from({ length: Number(line) }, () => {
    const began = performance.now();
    trainBatch();
    return performance.now() - began;
  });
  const { user, system } = process.cpuUsage(before);
  const processorMilliseconds = (user + system) / 1000 / milliseconds.length;
  const version = `${backend.version}, Node ${process.versions.node}`;
  const peakMegabytes = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify({ milliseconds, processorMilliseconds, peakMegabytes, version }));
}
