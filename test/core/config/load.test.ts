import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadExperiment, resolvedYaml, type LoadedExperiment } from '../../../src/core/config/load.js';
import { readLocal } from '../../../src/core/config/local.js';
import { IntoneErrors } from '../../../src/core/errors.js';
import { builtInRegistry } from '../../../src/plugins/index.js';

const BASE = `data: synthetic
split: stratified
features: [mfcc, chroma]
model: mlp
`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'intone-config-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** Writes the files and loads the last one. */
async function load(files: Record<string, string>, overrides: string[] = []): Promise<LoadedExperiment> {
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const names = Object.keys(files).filter((name) => name !== 'intone.local.yaml');
  return loadExperiment(names[names.length - 1], { registry: builtInRegistry(), cwd: folder, overrides });
}

async function errorsOf(loading: Promise<unknown>): Promise<IntoneErrors['errors']> {
  const thrown: unknown = await loading.catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(IntoneErrors);
  return thrown instanceof IntoneErrors ? thrown.errors : [];
}

describe('defaults', () => {
  it('are all there, shorthand written out, and nothing can be changed', async () => {
    const { experiment, warnings } = await load({ 'small.yaml': BASE });
    expect(experiment).toMatchObject({
      name: 'small',
      seed: 42,
      badClips: 'stop',
      audio: { use: 'waveform', options: { sampleRate: 22050, crop: null } },
      inputs: [
        {
          name: 'features',
          frames: { fftSize: 2048, hopLength: 512 },
          features: [{ use: 'mfcc', options: { coefficients: 20 } }, { use: 'chroma' }],
          pool: { use: 'mean', options: {} },
          scale: null,
        },
      ],
      sample: null,
      loss: { use: 'cross-entropy' },
      train: {
        epochs: 100,
        batchSize: 32,
        optimizer: { use: 'adam' },
        stopEarly: null,
        classWeights: 'none',
      },
      intervals: { resamples: 1000, level: 0.95 },
      gate: [],
      backend: { use: 'wasm' },
    });
    expect(experiment.evaluate.map(({ use }) => use)).toEqual([
      'confusion-matrix',
      'classification-report',
      'calibration',
    ]);
    expect(Object.isFrozen(experiment.inputs[0].features[0].options)).toBe(true);
    expect(warnings).toEqual([]);
  });

  it('are filled in inside of alternatives too', async () => {
    const { experiment } = await load({ 'a.yaml': `${BASE}audio: { use: waveform, crop: { seconds: 2 } }` });
    expect(experiment.audio.options['crop']).toEqual({ seconds: 2, from: 'middle' });
  });

  it('give the same experiment again from the resolved YAML', async () => {
    const gate =
      'gate: { preset: published-criteria, checks: [{ metric: uar, min: 0.5 }] }\nscale: standard\n';
    const loaded = await load({ 'a.yaml': BASE + gate });
    const again = await load({ 'resolved.yaml': resolvedYaml(loaded) });
    expect(again.experiment).toEqual(loaded.experiment);
    expect(again.experiment.gate).toHaveLength(4);
  });
});

describe('extends', () => {
  it('merges maps, replaces lists, and lets the file win over what it extends', async () => {
    const { experiment, sources } = await load({
      'base.yaml': `${BASE}train: { epochs: 7, batchSize: 16 }\nseed: 1\n`,
      'more.yaml': 'seed: 2\nloss: focal\n',
      'top.yaml': 'extends: [base.yaml, more.yaml]\nfeatures: [rms]\ntrain: { epochs: 9 }\n',
    });
    expect(experiment).toMatchObject({
      seed: 2,
      train: { epochs: 9, batchSize: 16 },
      loss: { use: 'focal' },
    });
    expect(experiment.inputs[0].features.map(({ use }) => use)).toEqual(['rms']);
    expect(sources.map(({ file }) => file)).toEqual(['base.yaml', 'more.yaml', 'top.yaml']);
    expect(sources[1].text).toBe('seed: 2\nloss: focal\n');
  });

  it('drops the options of a plugin that is replaced, and keeps those of one that is named again', async () => {
    const { experiment } = await load({
      'base.yaml': `${BASE}loss: { use: focal, gamma: 3 }\nsample: { use: smote, neighbors: 2 }\n`,
      'top.yaml': 'extends: base.yaml\nloss: cross-entropy\nsample: smote\n',
    });
    expect(experiment.loss.options).not.toHaveProperty('gamma');
    expect(experiment.sample?.options).toEqual({ neighbors: 2 });
  });

  it('switches a stage off with null', async () => {
    const files = {
      'base.yaml': `${BASE}scale: standard\n`,
      'top.yaml': 'extends: base.yaml\nscale: null\n',
    };
    expect((await load(files)).experiment.inputs[0].scale).toBeNull();
  });

  it('places an error in the file that gave the value', async () => {
    const files = {
      'base.yaml': `${BASE}train:\n  epochs: 0\n`,
      'top.yaml': 'extends: base.yaml\nseed: -1\n',
    };
    const errors = await errorsOf(load(files));
    expect(
      errors.map(({ where }) => `${String(where?.file)}:${String(where?.line)}:${String(where?.column)}`),
    ).toEqual(['top.yaml:2:7', 'base.yaml:6:11']);
  });
});

describe('anchors', () => {
  it('are followed, and merge keys merged below what stands beside them', async () => {
    const { experiment } = await load({
      'a.yaml': `${BASE}audio: &audio { use: waveform, sampleRate: 16000 }
train: { <<: { epochs: 3, batchSize: 8 }, epochs: 4 }
description: *name
`.replace('data: synthetic', 'name: &name spoken\ndata: synthetic'),
    });
    expect(experiment).toMatchObject({ description: 'spoken', train: { epochs: 4, batchSize: 8 } });
  });
});

describe('--set', () => {
  it('wins over everything, reaches into lists, and comes with plugins before their options', async () => {
    const { experiment } = await load({ 'a.yaml': `${BASE}loss: cross-entropy\n` }, [
      'train.epochs=5',
      'features.0.coefficients=13',
      'loss.gamma=1',
      'loss.use=focal',
      'train.epochs=6',
      'scale=standard',
    ]);
    expect(experiment).toMatchObject({
      train: { epochs: 6 },
      inputs: [{ features: [{ options: { coefficients: 13 } }, {}], scale: { use: 'standard' } }],
      loss: { use: 'focal', options: { gamma: 1 } },
    });
  });

  it('sets options of plugins that are there by default', async () => {
    const overrides = ['train.optimizer.learningRate=0.5', 'audio.sampleRate=8000'];
    const { experiment } = await load({ 'a.yaml': BASE }, overrides);
    expect(experiment).toMatchObject({
      train: { optimizer: { use: 'adam', options: { learningRate: 0.5 } } },
      audio: { use: 'waveform', options: { sampleRate: 8000 } },
    });
  });

  it('is text where the option is text, whatever YAML makes of it', async () => {
    const { experiment } = await load({ 'a.yaml': BASE }, ['description=2024', 'name=true']);
    expect(experiment).toMatchObject({ description: '2024', name: 'true' });
  });
});

describe('intone.local.yaml', () => {
  const local = 'data: { ravdess: { root: /corpora/ravdess } }\nbackend: cpu\nruns: /runs\n';

  it('gives options to the dataset that the experiment uses, the backend and the folder for runs', async () => {
    const config = BASE.replace('data: synthetic', 'data: { use: ravdess, root: data/ravdess }');
    const { experiment, runs, sources } = await load({ 'intone.local.yaml': local, 'a.yaml': config });
    expect(experiment).toMatchObject({
      data: { options: { root: '/corpora/ravdess' } },
      backend: { use: 'cpu' },
    });
    expect(runs).toBe('/runs');
    expect(sources.map(({ file }) => file)).toEqual(['a.yaml', 'intone.local.yaml']);
  });

  it('leaves another dataset alone, and goes with the dataset that --set names', async () => {
    const files = { 'intone.local.yaml': local, 'a.yaml': BASE };
    expect((await load(files)).experiment.data.use).toBe('synthetic');
    const { experiment } = await load(files, ['data.use=ravdess']);
    expect(experiment.data).toMatchObject({ use: 'ravdess', options: { root: '/corpora/ravdess' } });
  });

  it('loses against --set', async () => {
    const config = BASE.replace('synthetic', '{ use: ravdess }');
    const { experiment } = await load({ 'intone.local.yaml': local, 'a.yaml': config }, [
      'data.root=here',
      'backend=wasm',
    ]);
    expect(experiment).toMatchObject({ data: { options: { root: 'here' } }, backend: { use: 'wasm' } });
  });

  it('says how many threads a run uses, and leaves the experiment as it is', async () => {
    const files = { 'a.yaml': BASE };
    const { experiment } = await load(files);
    const settled = await load({ ...files, 'intone.local.yaml': 'threads: 3\n' });
    expect((await readLocal(folder, builtInRegistry()))?.threads).toBe(3);
    expect(settled.experiment).toEqual(experiment);
    expect(settled.warnings).toEqual([]);
  });

  it('is checked like the rest', async () => {
    const errors = await errorsOf(
      load({ 'intone.local.yaml': 'data: { ravdes: {} }\nthreads: 0\n', 'a.yaml': BASE }),
    );
    expect(errors.map(({ code, where }) => [code, where?.file, where?.line])).toEqual([
      ['CONFIG_UNKNOWN_KEY', 'intone.local.yaml', 1],
      ['CONFIG_OUT_OF_RANGE', 'intone.local.yaml', 2],
    ]);
    expect(errors[0].hint).toBe("Did you mean 'ravdess'?");
  });
});

describe('what is allowed and probably not meant', () => {
  it('is warned about, with its place', async () => {
    const { warnings } = await load({
      'a.yaml': `${BASE}sample: smote\ntrain: { classWeights: balanced }\nframes: { fftSize: 256 }\n`,
    });
    expect(warnings.map(({ where }) => where.line)).toEqual([7, 6]);
    expect(warnings[1].message).toContain("on top of the sampler 'smote'");
  });

  it('names the classes of the corpus that the options leave out, and what the gate makes of them', async () => {
    const config = BASE.replace('data: synthetic', 'data: { use: ravdess, root: here }');
    const warned = async (gate: string, ...overrides: string[]): Promise<string[]> => {
      const { warnings } = await load({ 'a.yaml': `${config}gate: ${gate}\n` }, overrides);
      expect(warnings.map(({ where }) => where.file)).toEqual(warnings.map(() => 'a.yaml'));
      return warnings.map(({ message }) => message);
    };
    const song = 'data.channels=[song]';
    const leftOut = 'The options leave out disgust and surprised, which the corpus has.';
    const some = '[{ metric: recall, per: class, classes: [happy], above: 0.5 }]';
    expect(await warned('{ preset: published-criteria }')).toEqual([]);
    expect(await warned(some, song)).toEqual([leftOut]);
    expect(await warned('{ preset: published-criteria }', song)).toEqual([
      `${leftOut} The gate does not pass over that: it holds only where a check names them under 'mayMiss', or each names its own 'classes'.`,
    ]);
  });
});

describe('locate', () => {
  it('finds values, and for defaults the nearest thing that is written', async () => {
    const { locate } = await load({ 'a.yaml': `${BASE}train:\n  epochs: 5\n` });
    expect(locate(['features', '1', 'use'])).toMatchObject({ file: 'a.yaml', line: 3, column: 18 });
    expect(locate(['train', 'batchSize'])).toMatchObject({ line: 5, column: 1 });
  });
});

describe('a file that is not there', () => {
  it('is an error with the nearest name', async () => {
    await writeFile(join(folder, 'quickstart.yaml'), BASE);
    const loading = loadExperiment('quikstart.yaml', { registry: builtInRegistry(), cwd: folder });
    const [error] = await errorsOf(loading);
    expect(error).toMatchObject({ code: 'CONFIG_FILE_MISSING', hint: "Did you mean 'quickstart.yaml'?" });
  });

  it('is told apart from a folder', async () => {
    const loading = loadExperiment('.', { registry: builtInRegistry(), cwd: folder });
    await expect(loading).rejects.toMatchObject({ code: 'CONFIG_FILE_UNREADABLE' });
  });
});
