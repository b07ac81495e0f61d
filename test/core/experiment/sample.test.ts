import { describe, expect, it } from 'vitest';
import { checkSampler, countLabels, sampleRows } from '../../../src/core/experiment/sample.js';
import smote from '../../../src/plugins/samplers/smote/smote.js';
import { caughtError } from '../../support/caughtError.js';
import { pluginContext } from '../../support/pluginContext.js';
import { oneInput, pooledTable, trainingInputs } from '../../support/trainingRows.js';

const classes = ['calm', 'happy', 'sad'];
const named = { name: 'smote', sampler: smote.create({ neighbors: 2 }, pluginContext()) };

describe('checkSampler', () => {
  it('names every class that is too small, with its rows, and what to set', () => {
    const labels = Int32Array.from([0, 0, 1, 1, 1, 2]);
    const error = caughtError(() => checkSampler(named, labels, classes));
    expect(error.code).toBe('SAMPLER_TOO_FEW_ROWS');
    expect(error.message).toBe(
      "The sampler 'smote' needs 3 training rows of each class: 'calm' has 2, 'sad' has 1.",
    );
    expect(error.hint).toBe(
      'Put more clips of the class into the training part, or leave the class out of the data.',
    );
  });

  it('says how many neighbours would do where fewer would do', () => {
    const labels = Int32Array.from([0, 0, 1, 1, 1, 2, 2, 2]);
    const error = caughtError(() => checkSampler(named, labels, classes));
    expect(error.hint).toContain("Set 'neighbors' of the sampler to at most 1");
  });

  it('lets a class without any row pass and returns it', () => {
    expect(checkSampler(named, Int32Array.from([0, 0, 0, 2, 2, 2]), classes)).toEqual(['happy']);
  });
});

describe('sampleRows', () => {
  it('balances the rows and warns of a class without any', () => {
    const labels = [0, 0, 0, 2, 2, 2, 2];
    const training = trainingInputs(oneInput(pooledTable(labels.map((_, row) => [row]))), labels, 3);
    const warnings: string[] = [];
    const sampled = sampleRows(named, training, classes, (message) => warnings.push(message));
    expect([...countLabels(sampled.labels, 3)]).toEqual([4, 0, 4]);
    expect(warnings).toEqual(["The sampler 'smote' cannot add rows of 'happy': the training part has none."]);
  });
});
