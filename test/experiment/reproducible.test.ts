import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runExperiment } from '../../src/core/experiment/run.js';
import { temporaryFolder } from '../core/runs/example.js';
import { resultBytes } from './resultBytes.js';
import { loadTiny } from './tiny.js';

async function filesOf(overrides: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const folder = await temporaryFolder();
  const loaded = await loadTiny(folder, overrides);
  const { directory } = await runExperiment(loaded, { runsDirectory: join(folder, 'runs') });
  return await resultBytes(directory);
}

describe('two runs of one seed', () => {
  const recurrent = 'model={use: cnn-bilstm, filters: 4, kernel: 3, lstm: [4], dense: 8, dropout: 0.3}';
  it.each([
    ['cpu', []],
    ['wasm', ['backend.use=wasm', 'pool=functionals', recurrent]],
  ])('write the same bytes on %s', async (_, overrides) => {
    expect(await filesOf(overrides)).toEqual(await filesOf(overrides));
  });

  it('differ from one of another seed', async () => {
    const [one, other] = [await filesOf(['seed=1']), await filesOf(['seed=2'])];
    for (const file of ['predictions.csv', 'split.csv', 'model/weights.bin']) {
      expect(other[file]).not.toBe(one[file]);
    }
  });
});
