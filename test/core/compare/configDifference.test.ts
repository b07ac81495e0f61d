import { expect, test } from 'vitest';
import { configDifferences } from '../../../src/core/compare/configDifference.js';
import { experiment } from '../runs/example.js';

test('equal experiments differ in nothing', () => {
  expect(configDifferences([experiment, structuredClone(experiment)])).toEqual([]);
});

test('only what differs is named, by its dotted key, in the order of the config', () => {
  const other = {
    ...experiment,
    seed: 8,
    train: { ...experiment.train, epochs: 3, stopEarly: null },
    model: { use: 'cnn-bilstm', options: { filters: 16 } },
  };
  expect(configDifferences([experiment, other])).toEqual([
    { key: 'seed', values: [{ value: 7 }, { value: 8 }] },
    { key: 'model', values: [{ value: 'mlp' }, { value: 'cnn-bilstm' }] },
    { key: 'model.filters', values: [null, { value: 16 }] },
    { key: 'train.epochs', values: [{ value: 2 }, { value: 3 }] },
    { key: 'train.stopEarly.on', values: [{ value: 'accuracy' }, null] },
    { key: 'train.stopEarly.patience', values: [{ value: 3 }, null] },
    { key: 'train.stopEarly', values: [null, { value: null }] },
  ]);
});

test('one more feature at the front does not shift the options of the others', () => {
  const [input] = experiment.inputs;
  const inputs = [{ ...input, features: [{ use: 'rms', options: { center: true } }, ...input.features] }];
  expect(configDifferences([experiment, { ...experiment, inputs }])).toEqual([
    { key: 'features', values: [{ value: ['mfcc'] }, { value: ['rms', 'mfcc'] }] },
    { key: 'features.rms.center', values: [null, { value: true }] },
  ]);
});

test('another threshold is another check, in words', () => {
  const [check] = experiment.gate;
  const differences = configDifferences([experiment, { ...experiment, gate: [{ ...check, above: 0.5 }] }]);
  expect(differences).toEqual([
    { key: 'gate', values: [{ value: ['accuracy > 0.8 (test)'] }, { value: ['accuracy > 0.5 (test)'] }] },
  ]);
});
