// Milliseconds a training batch of the published recipe's model: batch of 32, adam, one thread.
// Run `npm run build` first; then `node bench/train-batch.mjs [wasm|cpu] [batches]`.
import { Random } from '../dist/core/random.js';
import { backendPlugins } from '../dist/plugins/backends/index.js';

const [name = 'wasm', count = '30'] = process.argv.slice(2);
const plugin = backendPlugins.find((candidate) => candidate.name === name);
const backend = plugin.create({}, { random: new Random(1), warn: console.error });
const tf = await backend.start({ threads: 1 });

const bidirectional = (units, returnSequences) =>
  tf.layers.bidirectional({
    layer: tf.layers.lstm({
      ...{ units, returnSequences },
      ...{ recurrentActivation: 'sigmoid', recurrentInitializer: 'glorotUniform' },
    }),
    mergeMode: 'concat',
  });
const model = tf.sequential({
  layers: [
    tf.layers.conv1d({ filters: 128, kernelSize: 5, activation: 'relu', inputShape: [169, 1] }),
    tf.layers.maxPooling1d({ poolSize: 2 }),
    bidirectional(128, true),
    bidirectional(64, false),
    tf.layers.dense({ units: 128, activation: 'relu' }),
    tf.layers.dropout({ rate: 0.5 }),
    tf.layers.dense({ units: 8 }),
  ],
});
const optimizer = tf.train.adam(0.001);
const x = tf.randomNormal([32, 169, 1], 0, 1, 'float32', 3);
const labels = tf.oneHot(
  Array.from({ length: 32 }, (_, row) => row % 8),
  8,
);
const trainBatch = () => {
  const loss = optimizer.minimize(
    () => tf.losses.softmaxCrossEntropy(labels, model.apply(x, { training: true })),
    true,
  );
  loss.dataSync();
  loss.dispose();
};

const times = [];
for (let batch = 0; batch < Number(count) + 2; batch++) {
  const from = performance.now();
  trainBatch();
  times.push(performance.now() - from);
}
const warm = times.slice(2).sort((a, b) => a - b);
const { kernels } = await tf.profile(() => {
  trainBatch();
  return tf.scalar(0);
});
const byKernel = new Map();
for (const { name: kernel, kernelTimeMs } of kernels) {
  byKernel.set(kernel, (byKernel.get(kernel) ?? 0) + (await kernelTimeMs));
}
const slowest = [...byKernel].sort((a, b) => b[1] - a[1]).slice(0, 8);
console.log(
  `${backend.version}, Node ${process.versions.node}, ${model.countParams()} parameters, batch of 32`,
);
console.log(
  `first ${times[0].toFixed(0)} ms, median ${warm[warm.length >> 1].toFixed(0)} ms, best ${warm[0].toFixed(0)} ms a batch`,
);
console.log(slowest.map(([kernel, ms]) => `${kernel} ${ms.toFixed(1)} ms`).join(', '));
console.log(
  `${tf.memory().numTensors} tensors, peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`,
);
