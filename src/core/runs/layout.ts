import { join } from 'node:path';

/** The files of a run directory, by what they hold. docs/run-directory.md describes each. */
export const RUN_FILES = {
  record: 'run.json',
  experiment: 'experiment.json',
  config: 'config',
  events: 'events.jsonl',
  split: 'split.csv',
  leaks: 'leaks.json',
  metrics: 'metrics.json',
  predictions: 'predictions.csv',
  verdict: 'verdict.json',
  model: 'model',
  pipeline: join('model', 'pipeline.json'),
  network: join('model', 'model.json'),
  weights: join('model', 'weights.bin'),
} as const;

/** What a finished run holds, all of it; runs from before there were leak reports have none. */
export const FINISHED_FILES: readonly string[] = Object.values(RUN_FILES).filter(
  (file) => file !== RUN_FILES.leaks,
);

/** What a run directory holds beside that while the run is under way, or waits to be resumed. */
export const WORKING_FILES = {
  /** Which process writes the run. */
  lock: 'lock',
  /** What the run is asked to do, a word a line. */
  control: 'control',
  /** The state of the training after its last epoch or batch, and after its best epoch. */
  checkpoint: 'checkpoint',
  /** The clips whose features are being computed. */
  clip: 'clip',
} as const;
