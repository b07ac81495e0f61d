import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadNetwork } from '../../../src/core/training/load.js';
import type { ModelArtifacts, Tf } from '../../../src/core/training/tf.js';
import { trainNetwork, type TrainedNetwork } from '../../../src/core/training/train.js';
import cnnBilstm from '../../../src/plugins/models/cnnBilstm.js';
import mlp from '../../../src/plugins/models/mlp.js';
import { oneInput } from '../../support/trainingRows.js';
import { clusters, modelOf, startTf, trainingOf } from './tasks.js';

const WeightSpec = Type.Object({
  name: Type.String(),
  shape: Type.Array(Type.Integer()),
  dtype: Type.Literal('float32'),
});

const settings = { epochs: 1, batchSize: 8, stopEarly: null };
const parts = clusters({ rows: 24, columns: 10 });
const CNN = modelOf(cnnBilstm, { filters: 4, kernel: 3, lstm: [4, 3], dense: 5 });
const MLP = modelOf(mlp, { hidden: [6] });

let tf: Tf;
let directory: string;
let saved: TrainedNetwork;

beforeAll(async () => {
  tf = await startTf();
});
beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), 'intone-save-')), 'model');
  saved = await trainNetwork(trainingOf(tf, CNN, parts, { settings }));
  await saved.save(directory);
});
afterEach(async () => {
  saved.dispose();
  await rm(join(directory, '..'), { recursive: true });
});

/** The files as any reader of tfjs models takes them. */
async function readStandard(): Promise<{ kinds: Set<string>; artifacts: ModelArtifacts }> {
  const text = await readFile(join(directory, 'model.json'), 'utf8');
  const { modelTopology, weightsManifest } = Value.Parse(
    Type.Object({
      format: Type.Literal('layers-model'),
      modelTopology: Type.Record(Type.String(), Type.Unknown()),
      weightsManifest: Type.Tuple([
        Type.Object({ paths: Type.Array(Type.String()), weights: Type.Array(WeightSpec) }),
      ]),
    }),
    JSON.parse(text),
  );
  const [{ paths, weights }] = weightsManifest;
  const bytes = Uint8Array.from(await readFile(join(directory, paths[0])));
  const kinds = new Set([...text.matchAll(/"class_name":"(\w+)"/g)].map(([, kind]) => kind));
  return { kinds, artifacts: { modelTopology, weightSpecs: weights, weightData: bytes.buffer } };
}

describe('a saved network', () => {
  it.each([
    ['cnn-bilstm', CNN],
    ['mlp', MLP],
  ])('predicts the same to the bit when it is loaded: %s', async (_, model) => {
    const trained = await trainNetwork(trainingOf(tf, model, parts, { settings }));
    await trained.save(directory);
    const loaded = await loadNetwork(tf, directory);
    expect(loaded.classes).toBe(3);
    expect(loaded.predict(oneInput(parts.validation.table))).toEqual(
      trained.predict(oneInput(parts.validation.table)),
    );
    loaded.dispose();
    trained.dispose();
  });

  it('is a standard tfjs model that gives the probabilities', async () => {
    const { kinds, artifacts } = await readStandard();
    expect(kinds).toEqual(
      new Set([
        ...['Model', 'InputLayer', 'Reshape', 'Conv1D', 'MaxPooling1D', 'Bidirectional', 'LSTM'],
        ...['Dense', 'Dropout', 'Softmax', 'VarianceScaling', 'Orthogonal', 'Zeros'],
      ]),
    );
    const plain = await tf.loadLayersModel(tf.io.fromMemory(artifacts));
    const { values, shape } = parts.validation.table;
    const output = plain.predict(tf.tensor(values, [...shape]));
    expect(output).toBeInstanceOf(tf.Tensor);
    if (!(output instanceof tf.Tensor)) return;
    const expected = saved.predict(oneInput(parts.validation.table));
    output.dataSync().forEach((value, index) => {
      expect(value).toBeCloseTo(expected[index], 6);
    });
  });

  it('is the same bytes for the same seed', async () => {
    const again = await trainNetwork(trainingOf(tf, CNN, parts, { settings }));
    const other = join(directory, '..', 'again');
    await again.save(other);
    for (const file of ['model.json', 'weights.bin']) {
      expect(await readFile(join(other, file))).toEqual(await readFile(join(directory, file)));
    }
    again.dispose();
  });

  it('leaves no tensor behind when it is saved, loaded and disposed of', async () => {
    const before = tf.memory().numTensors;
    const trained = await trainNetwork(trainingOf(tf, CNN, parts, { settings }));
    await trained.save(directory);
    await trained.save(directory);
    const loaded = await loadNetwork(tf, directory);
    loaded.predict(oneInput(parts.validation.table));
    loaded.dispose();
    trained.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses rows of another shape', async () => {
    const loaded = await loadNetwork(tf, directory);
    const wider = clusters({ rows: 4, columns: 11 }).validation.table;
    expect(() => loaded.predict(oneInput(wider))).toThrow(
      expect.objectContaining({
        code: 'MODEL_INPUT_MISMATCH',
        message: 'The model takes a vector [10], the rows are a vector [11].',
      }),
    );
    loaded.dispose();
  });
});

describe('loadNetwork', () => {
  const failure = async (): Promise<unknown> => loadNetwork(tf, directory).catch((error: unknown) => error);

  it.each(['model.json', 'weights.bin'])('says that %s is missing', async (file) => {
    await rm(join(directory, file));
    const message = `There is no file '${join(directory, file)}'.`;
    expect(await failure()).toMatchObject({ code: 'NETWORK_MISSING', message, exit: 2 });
  });

  it('says what the system says of a file that it cannot read', async () => {
    await rm(join(directory, 'weights.bin'));
    await mkdir(join(directory, 'weights.bin'));
    expect(await failure()).toMatchObject({ code: 'NETWORK_DAMAGED' });
    expect(String(await failure())).toContain('EISDIR');
  });

  it.each<[string, string, (contents: Buffer) => Buffer]>([
    [
      'a weight that changed',
      'weights.bin',
      (bytes) => Buffer.concat([bytes.subarray(1), bytes.subarray(0, 1)]),
    ],
    ['weights that end early', 'weights.bin', (bytes) => bytes.subarray(0, 100)],
    ['a topology that ends early', 'model.json', (bytes) => bytes.subarray(0, 100)],
    ['another JSON file', 'model.json', () => Buffer.from('[1, 2]')],
    ['an unknown layer', 'model.json', (bytes) => Buffer.from(String(bytes).replace('"Conv1D"', '"Conv9D"'))],
  ])('refuses %s', async (_, file, damage) => {
    const path = join(directory, file);
    await writeFile(path, damage(await readFile(path)));
    const error = await failure();
    expect(error).toMatchObject({ code: 'NETWORK_DAMAGED', exit: 2 });
    expect(String(error)).toContain(`'${path}' is damaged: `);
  });
});
