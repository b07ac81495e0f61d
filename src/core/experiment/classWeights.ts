import type { PluginUse, TrainSettings } from '../config/experiment.js';
import { CLASS_WEIGHT_NOT_POSITIVE, CLASS_WEIGHT_UNKNOWN_CLASS } from '../errors/balance.js';
import { countLabels } from './sample.js';

/**
 * One weight a class for the loss.
 *
 * `balanced` is scikit-learn's `compute_class_weight('balanced')`: rows / (classes with rows × rows of the class). A
 * class without rows weighs 1, as there is nothing to weigh. Weights given by name are taken as they are; a class that
 * is not named weighs 1.
 *
 * @param labels class index of each training row, before sampling.
 * @throws CLASS_WEIGHT_UNKNOWN_CLASS, CLASS_WEIGHT_NOT_POSITIVE
 */
export function classWeights(
  setting: TrainSettings['classWeights'],
  labels: Int32Array,
  classes: readonly string[],
): Float32Array {
  if (setting === 'none') return new Float32Array(classes.length).fill(1);
  if (setting === 'balanced') return balancedWeights(labels, classes.length);
  checkClassWeights(setting, classes);
  return Float32Array.from(classes, (name) => (Object.hasOwn(setting, name) ? setting[name] : 1));
}

function balancedWeights(labels: Int32Array, classes: number): Float32Array {
  const counts = countLabels(labels, classes);
  const present = counts.filter((count) => count > 0).length;
  return Float32Array.from(counts, (count) => (count > 0 ? labels.length / (present * count) : 1));
}

/** Checks weights given by class name against the classes of the data; it throws as `classWeights` does. */
export function checkClassWeights(
  weights: Readonly<Record<string, number>>,
  classes: readonly string[],
): void {
  for (const [name, weight] of Object.entries(weights)) {
    if (!classes.includes(name)) throw CLASS_WEIGHT_UNKNOWN_CLASS({ found: name, classes });
    if (!Number.isFinite(weight) || weight <= 0) throw CLASS_WEIGHT_NOT_POSITIVE({ name, found: weight });
  }
}

/** What to warn of where class weights stand on top of a sampler, which balances the classes already; or null. */
export function weightsOnSamplerWarning(
  setting: TrainSettings['classWeights'],
  sample: PluginUse | null,
): string | null {
  if (setting === 'none' || sample === null) return null;
  return (
    `Class weights stand on top of the sampler '${sample.use}': the smaller classes count twice, once by their ` +
    `added rows and once by their weight. Set 'train.classWeights: none', or 'sample: null'.`
  );
}
