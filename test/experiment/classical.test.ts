import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { planPage } from '../../src/cli/planPage.js';
import type { RunEvent } from '../../src/core/events.js';
import { collectClips } from '../../src/core/experiment/collect.js';
import { createPlugins } from '../../src/core/experiment/plugins.js';
import { describePlan } from '../../src/core/experiment/describePlan.js';
import { planExperiment } from '../../src/core/experiment/plan.js';
import { loadPredictor } from '../../src/core/experiment/predict.js';
import { resumeExperiment } from '../../src/core/experiment/resume.js';
import { runExperiment } from '../../src/core/experiment/run.js';
import { Stages } from '../../src/core/experiment/stages.js';
import { findRun } from '../../src/core/runs/find.js';
import { openRun, readPredictions, requireFinished } from '../../src/core/runs/reader.js';
import { builtInRegistry } from '../../src/plugins/index.js';
import { temporaryFolder } from '../core/runs/example.js';
import { expectFailure } from '../core/runs/failure.js';
import { resultBytes } from './resultBytes.js';
import { loadTiny } from './tiny.js';

const MODELS = [
  ['svm', 'model={use: svm, cost: 10}'],
  ['lda', 'model=lda'],
] as const;
/** The tiny experiment's settings that only a network has. */
const BARE = ['train={}', 'loss=cross-entropy', 'intervals=null'];
const registry = builtInRegistry();

describe.each(MODELS)('a run of %s', (name, model) => {
  let folder: string;
  let directory: string;
  const events: RunEvent[] = [];
  beforeAll(async () => {
    folder = await temporaryFolder();
    const loaded = await loadTiny(folder, [model, ...BARE]);
    const sink = (event: RunEvent): void => void events.push(event);
    ({ directory } = await runExperiment(loaded, { runsDirectory: join(folder, 'runs'), sink }));
  });

  it('finishes, needs no backend, and learns something', async () => {
    const run = await openRun(directory);
    await requireFinished(run);
    expect(run.record.backend).toBeNull();
    expect(events[0]).toMatchObject({ type: 'run-started', backend: 'none', epochs: 0 });
    expect(events.filter(({ type }) => type === 'epoch-finished')).toEqual([]);
    const trained = events.flatMap((event) =>
      event.type === 'stage-finished' && event.stage === 'train' ? [event.summary] : [],
    );
    expect(trained.join()).toMatch(new RegExp(`^${name}, fitted on .* rows of 7 columns$`));
    const { lines } = await readPredictions(run);
    const right = lines.filter(({ truth, predicted }) => truth === predicted).length;
    expect(right / lines.length).toBeGreaterThan(0.4);
  });

  it('gives the same bytes again, and after an interruption in the training', async () => {
    const expected = await resultBytes(directory);
    const elsewhere = await temporaryFolder();
    const controller = new AbortController();
    const runsDirectory = join(elsewhere, 'runs');
    const interrupted = runExperiment(await loadTiny(elsewhere, [model, ...BARE]), {
      runsDirectory,
      signal: controller.signal,
      sink: (event) => {
        if (event.type === 'stage-started' && event.stage === 'train') controller.abort();
      },
    });
    await expectFailure(interrupted, 'RUN_INTERRUPTED');
    const resumed = await resumeExperiment(await findRun('latest', runsDirectory), registry);
    expect(await resultBytes(resumed.directory)).toEqual(expected);
  });

  it('predicts what stands in predictions.csv, to the bit', async () => {
    const loaded = await loadTiny(folder, [model, ...BARE]);
    const { dataset } = createPlugins(loaded.experiment, loaded.registry, () => undefined);
    const { clips } = await collectClips(dataset);
    const run = await openRun(directory);
    const { classes, lines } = await readPredictions(run);
    const predictor = await loadPredictor(run, registry, (message) => expect.fail(message));
    for (const line of lines.filter((_, index) => index % 3 === 0)) {
      const clip = clips.find(({ id }) => id === line.clip);
      if (clip === undefined) throw new Error(`No clip ${line.clip}.`);
      const made = await predictor.predict(await dataset.read(clip), clip.id);
      expect(made).toMatchObject({
        label: line.predicted,
        probabilities: Object.fromEntries(classes.map((each, index) => [each, line.probabilities[index]])),
      });
    }
    predictor.dispose();
  });

  it('is refused where its saved model is damaged', async () => {
    const run = await openRun(directory);
    const load = () => loadPredictor(run, registry, () => undefined);
    const [weights, topology] = ['weights.bin', 'model.json'].map((file) => join(directory, 'model', file));
    const [bytes, text] = [await readFile(weights), await readFile(topology, 'utf8')];
    await writeFile(weights, bytes.subarray(0, bytes.length - 8));
    await expectFailure(load(), 'NETWORK_DAMAGED', 'its checksum is not the one in model.json');
    await writeFile(weights, bytes);
    await writeFile(topology, text.slice(0, 40));
    await expectFailure(load(), 'NETWORK_DAMAGED', 'it is not JSON');
    await writeFile(topology, text.replace(/"length":\d+/, '"length":99999999'));
    await expectFailure(load(), 'NETWORK_DAMAGED', 'goes beyond weights.bin');
    await writeFile(topology, text.replace(/"length":\d+/, '"length":8'));
    await expectFailure(load(), 'NETWORK_DAMAGED', topology);
    await writeFile(topology, text);
    (await load()).dispose();
    expect(await readdir(join(directory, 'model'))).toHaveLength(3);
  });
});

it('is planned without a network', async () => {
  const loaded = await loadTiny(await temporaryFolder(), ['model=svm', ...BARE]);
  const plugins = createPlugins(loaded.experiment, loaded.registry, () => undefined);
  const plan = await planExperiment(loaded, plugins, new Stages(() => undefined));
  const description = await describePlan(loaded.experiment, plan);
  expect(description).toMatchObject({ network: null, classical: 'svm' });
  expect(planPage(description)).toContain("The model 'svm' is fitted on all training rows at once");
});

describe('a config of a model that is fitted at once', () => {
  const load = async (...overrides: string[]) =>
    loadTiny(await temporaryFolder(), ['model=lda', ...overrides]);

  it('is warned of settings that have no effect', async () => {
    const { warnings } = await load();
    expect(warnings.map(({ message }) => message)).toEqual([
      "The model 'lda' is fitted at once: loss, train.epochs, train.batchSize, train.optimizer and train.stopEarly have no effect.",
    ]);
  });

  it('is refused with augmenters, with class weights that nothing weighs, and on sequences', async () => {
    const codes = async (...overrides: string[]): Promise<unknown> => {
      const failed = load(...overrides);
      await expect(failed).rejects.toThrow();
      return failed.catch((thrown: unknown) => thrown);
    };
    expect(await codes('augment=[mixup]')).toMatchObject({ errors: [{ code: 'CLASSICAL_AUGMENT' }] });
    expect(await codes('sample=null', 'train.classWeights=balanced')).toMatchObject({
      errors: [{ code: 'CLASSICAL_CLASS_WEIGHTS' }],
    });
    expect(await codes('pool=none')).toMatchObject({ errors: [{ code: 'CONFIG_SHAPE_MISMATCH' }] });
  });

  it('may set class weights for a model that weighs', async () => {
    const overrides = ['model=svm', 'sample=null', ...BARE, 'train.classWeights={angry: 4}'];
    expect((await load(...overrides)).experiment.train.classWeights).toEqual({ angry: 4 });
  });
});
