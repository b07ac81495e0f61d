import type { TrainSettings } from '../config/experiment.js';
import { countLabels } from './sample.js';

/**
 * One weight a class for the loss.
 *
 * `balanced` is scikit-learn's `compute_class_weight('balanced')`: rows / (classes with rows × rows of the class). A
 * class without rows weighs 1, as there is nothing to weigh. Weights given by name are taken as they are; a class that
 * is not named weighs 1. That the names are classes was checked with the config.
 *
 * @param labels class index of each training row, before sampling.
 */
export function classWeights(
  setting: TrainSettings['classWeights'],
  labels: Int32Array,
  classes: readonly string[],
): Float32Array {
  if (setting === 'none') return new Float32Array(classes.length).fill(1);
  if (setting === 'balanced') return balancedWeights(labels, classes.length);
  return Float32Array.from(classes, (name) => (Object.hasOwn(setting, name) ? setting[name] : 1));
}

function balancedWeights(labels: Int32Array, classes: number): Float32Array {
  const counts = countLabels(labels, classes);
  const present = counts.filter((count) => count > 0).length;
  return Float32Array.from(counts, (count) => (count > 0 ? labels.length / (present * count) : 1));
}
