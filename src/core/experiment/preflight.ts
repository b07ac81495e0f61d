import type { LoadedExperiment } from '../config/load.js';
import { IntoneErrors, isIntoneError, type IntoneError } from '../errors/entry.js';
import { RUN_BACKEND_UNAVAILABLE } from '../errors/runs.js';
import type { EventSink } from '../events.js';
import type { ExperimentPlugins } from './plugins.js';
import { checkSampler } from './sample.js';

/**
 * Checks what the config alone does not show, and what would fail only after the features were computed: whether the
 * sampler has enough clips of each class, and whether the backend computes on this machine. Both are found before
 * either is thrown, each with its place in the config.
 *
 * @param trainingLabels class index of each training clip
 * @throws IntoneErrors of SAMPLER_TOO_FEW_ROWS, RUN_BACKEND_UNAVAILABLE
 */
export async function preflight(
  loaded: LoadedExperiment,
  { dataset, sampler, backend, model }: ExperimentPlugins,
  trainingLabels: Int32Array,
  emit: EventSink,
): Promise<void> {
  const { experiment, registry } = loaded;
  const errors: IntoneError[] = [];
  try {
    if (sampler !== null) checkSampler(sampler, trainingLabels, dataset.classes);
  } catch (error) {
    if (!isIntoneError(error)) throw error;
    errors.push(error.at(loaded.locate(['sample'])));
  }
  // A model that is fitted at once needs no backend.
  const reason = model.type === 'network' ? await backend.unavailable() : null;
  if (reason !== null) {
    const known = registry.names('backend');
    const problem = { backend: experiment.backend.use, reason, known };
    errors.push(RUN_BACKEND_UNAVAILABLE(problem, loaded.locate(['backend'])));
  }
  if (errors.length > 0) throw new IntoneErrors(errors);

  const { batchSize } = experiment.train;
  if (model.type === 'network' && batchSize > trainingLabels.length) {
    const message =
      `The batch size is ${batchSize} and there are ${trainingLabels.length} training clips: ` +
      `an epoch is little more than one step. Lower train.batchSize.`;
    emit({ type: 'warning', stage: 'split', message });
  }
}
