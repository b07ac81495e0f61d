import type { Experiment } from '../config/experiment.js';
import type { NamedEvaluator } from '../experiment/evaluate.js';
import { Random } from '../random.js';
import { loadPlugins } from '../registry/loadPlugins.js';
import type { Registry } from '../registry/registry.js';
import type { RunRecord } from '../runs/documents/record.js';

/**
 * Makes the evaluators of a kept experiment again, third parties' from where the run names them.
 *
 * @param registry the plugins that intone brings
 * @throws what loading and making plugins throws
 */
export async function keptEvaluators(
  { evaluate, seed }: Experiment,
  { plugins }: RunRecord,
  registry: Registry,
): Promise<readonly NamedEvaluator[]> {
  const known = registry.copy();
  const sources = new Set(plugins.filter(({ kind }) => kind === 'evaluator').map(({ source }) => source));
  await loadPlugins(
    [...sources].map((plugin) => ({ plugin, from: process.cwd() })),
    known,
  );
  const random = new Random(seed).fork('plugins');
  return evaluate.map((use, index) => {
    const context = { random: random.fork(`evaluator/${index}`), warn: () => undefined };
    return { name: use.use, evaluator: known.create('evaluator', use, context) };
  });
}
