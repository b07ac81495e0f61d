import { CLASSICAL_AUGMENT, CLASSICAL_CLASS_WEIGHTS } from '../errors/classical.js';
import type { Model } from '../registry/contracts.js';
import { listed } from '../text/words.js';
import type { Experiment } from './experiment.js';
import type { ConfigPath } from './node.js';
import type { TrainingProblem } from './trainingChecks.js';

/** Settings of a network's training, which a model that is fitted at once passes over. */
const OF_NETWORKS: readonly ConfigPath[] = [
  ['loss'],
  ...['epochs', 'batchSize', 'optimizer', 'schedule', 'clipNorm', 'averageWeights', 'stopEarly'].map(
    (key) => ['train', key],
  ),
];

/** What would change the result of a network, and cannot that of a model that is fitted at once. */
export function classicalProblems(experiment: Experiment, model: Model): readonly TrainingProblem[] {
  if (model.type === 'network') return [];
  const { use } = experiment.model;
  const problems: TrainingProblem[] = [];
  if (experiment.augment.length > 0) {
    problems.push({ path: ['augment'], error: CLASSICAL_AUGMENT({ model: use }) });
  }
  if (experiment.train.classWeights !== 'none' && !model.weighsClasses) {
    const error = CLASSICAL_CLASS_WEIGHTS({ model: use });
    problems.push({ path: ['train', 'classWeights'], error });
  }
  return problems;
}

/**
 * Says which settings of the config have no effect with a model that is fitted at once; null: none. They are no mistake,
 * since a config may extend one of a network.
 *
 * @param has whether the config itself says something there
 */
export function idleSettings(
  { model: { use }, train }: Experiment,
  model: Model,
  has: (path: ConfigPath) => boolean,
): { readonly path: ConfigPath; readonly message: string } | null {
  if (model.type === 'network') return null;
  const values: Readonly<Record<string, unknown>> = { ...train };
  const idle = OF_NETWORKS.filter((path) => has(path) && values[path[1] ?? ''] !== null);
  if (idle.length === 0) return null;
  const names = listed(idle.map((path) => path.join('.')));
  return {
    path: idle[0],
    message: `The model '${use}' is fitted at once: ${names} ${idle.length === 1 ? 'has' : 'have'} no effect.`,
  };
}
