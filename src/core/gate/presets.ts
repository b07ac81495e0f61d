import type { GateCheck } from '../config/experiment.js';
import { GATE_UNKNOWN_PRESET } from '../errors/gate.js';

/** Checks that a config takes by one name. */
export interface GatePreset {
  readonly name: string;
  /** One sentence, with the source. */
  readonly summary: string;
  readonly checks: readonly GateCheck[];
}

const onTest = { part: 'test', bound: 'value', level: 'error' } as const;

/** What the published CNN-BiLSTM recipe asks of itself on RAVDESS, held against the held-out part. */
const publishedCriteria: GatePreset = {
  name: 'published-criteria',
  summary:
    'Accuracy > 0.80, macro F1 > 0.80 and recall of every class > 0.75 on the held-out part: the criteria that the published CNN-BiLSTM recipe on RAVDESS sets itself.',
  checks: [
    { metric: 'recall', per: 'class', above: 0.75, ...onTest },
    { metric: 'accuracy', per: 'overall', above: 0.8, ...onTest },
    { metric: 'f1.macro', per: 'overall', above: 0.8, ...onTest },
  ],
};

export const gatePresets: readonly GatePreset[] = [publishedCriteria];

/** @throws GATE_UNKNOWN_PRESET */
export function findGatePreset(name: string): GatePreset {
  const preset = gatePresets.find((candidate) => candidate.name === name);
  if (preset) return preset;
  throw GATE_UNKNOWN_PRESET({ found: name, known: gatePresets.map((known) => known.name) });
}
