import { nearest } from '../text/nearest.js';
import { didYouMean } from '../text/words.js';
import { defineError, type CatalogueEntry } from './entry.js';

export const METRIC_NAME_TAKEN = defineError(
  'METRIC_NAME_TAKEN',
  'Two evaluators of an experiment make a metric of the same name.',
  (p: { metric: string; first: string; second: string }) => ({
    message: `The evaluators '${p.first}' and '${p.second}' both make the metric '${p.metric}'.`,
    allowed: 'Each metric name once in an experiment.',
    hint: `Remove one of them from 'evaluate', or rename the metric where the plugin is yours.`,
  }),
);

export const METRIC_NOT_MADE = defineError(
  'METRIC_NOT_MADE',
  'An evaluator does not return a metric that it declares, or not one value a class.',
  (p: { metric: string; evaluator: string; expected: string; found: string }) => ({
    message: `The evaluator '${p.evaluator}' declares the metric '${p.metric}' and returns ${p.found} for it.`,
    allowed: `${p.expected}; NaN where the metric is not defined.`,
    hint: `Mend the plugin: what 'evaluate' returns must match what 'metrics' declares.`,
  }),
);

export const PREDICTION_NOT_FINITE = defineError(
  'PREDICTION_NOT_FINITE',
  'A model gives something else than numbers as probabilities.',
  (p: { row: number; className: string; found: number }) => ({
    message: `The model's probability of '${p.className}' for row ${p.row + 1} is ${p.found}.`,
    allowed: 'Finite numbers.',
    hint: 'The training diverged: lower the learning rate, or scale the features.',
  }),
);

export const GATE_UNKNOWN_METRIC = defineError(
  'GATE_UNKNOWN_METRIC',
  'A check of the gate names a metric that no evaluator of the experiment makes.',
  (p: { metric: string; per: 'overall' | 'class'; otherwise: boolean; known: readonly string[] }) => {
    const kind = p.per === 'class' ? 'per class' : 'overall';
    const other = p.per === 'class' ? 'overall' : 'per class';
    return {
      message: p.otherwise
        ? `The metric '${p.metric}' is made ${other}, and the check asks for it ${kind}.`
        : `No evaluator makes the metric '${p.metric}' ${kind}.`,
      allowed:
        p.known.length > 0 ? `One of ${p.known.join(', ')}.` : `None: no evaluator makes a metric ${kind}.`,
      hint: p.otherwise
        ? `${p.per === 'class' ? `Remove 'per: class' from` : `Add 'per: class' to`} the check.`
        : (didYouMean(nearest(p.metric, p.known)) ?? `Add the evaluator that makes it to 'evaluate'.`),
    };
  },
);

export const GATE_UNKNOWN_CLASS = defineError(
  'GATE_UNKNOWN_CLASS',
  'A check of the gate names a class that the data lacks.',
  (p: { found: string; classes: readonly string[] }) => ({
    message: `The check names the class '${p.found}', which is no class of the data.`,
    allowed: `Any of ${p.classes.join(', ')}.`,
    hint: didYouMean(nearest(p.found, p.classes)) ?? 'Correct the name, or remove it.',
  }),
);

export const GATE_CLASSES_OVERALL = defineError(
  'GATE_CLASSES_OVERALL',
  'A check of the gate lists classes for a metric that is one number overall.',
  (p: { metric: string }) => ({
    message: `The check of '${p.metric}' lists classes and is not made per class.`,
    allowed: `'classes' only beside 'per: class'.`,
    hint: `Add 'per: class', or remove 'classes'.`,
  }),
);

export const GATE_NEEDS_INTERVALS = defineError(
  'GATE_NEEDS_INTERVALS',
  'A check of the gate is on the end of an interval, and the experiment makes no intervals.',
  (p: { metric: string; bound: 'low' | 'high' }) => ({
    message: `The check of '${p.metric}' is on the ${p.bound} end of its interval, and there are no intervals.`,
    allowed: `'bound: value' where 'intervals' is off.`,
    hint: `Turn 'intervals' on, or check the value itself.`,
  }),
);

export const GATE_METRIC_WITHOUT_INTERVAL = defineError(
  'GATE_METRIC_WITHOUT_INTERVAL',
  'A check of the gate is on the end of an interval of a metric that has none.',
  (p: { metric: string; bound: 'low' | 'high' }) => ({
    message: `The check is on the ${p.bound} end of the interval of '${p.metric}', which has none: resampling biases this metric.`,
    allowed: `'bound: value' for this metric.`,
    hint: `Write 'bound: value', or leave 'bound' out.`,
  }),
);

export const GATE_WITHOUT_THRESHOLD = defineError(
  'GATE_WITHOUT_THRESHOLD',
  'A check of the gate has no threshold.',
  (p: { metric: string }) => ({
    message: `The check of '${p.metric}' has no threshold.`,
    allowed: `At least one of 'min', 'max', 'above', 'below'.`,
    hint: 'Say what the metric must reach, or remove the check.',
  }),
);

export const GATE_IMPOSSIBLE = defineError(
  'GATE_IMPOSSIBLE',
  'The thresholds of one check of the gate exclude each other.',
  (p: { metric: string; thresholds: readonly string[] }) => ({
    message: `No value of '${p.metric}' can be ${p.thresholds.join(' and ')}.`,
    allowed: 'A lower threshold that lies below the upper one.',
    hint: 'Correct one of the two numbers.',
  }),
);

export const GATE_LOOKS_NOT_HELD_OUT = defineError(
  'GATE_LOOKS_NOT_HELD_OUT',
  'A check on the number of held-out looks asks for it by class, of another part, or by an interval.',
  (p: { key: string; value: string }) => ({
    message: `'held-out-looks' is one number of the held-out part, and the check asks for it with '${p.key}: ${p.value}'.`,
    allowed: "The metric 'held-out-looks' with 'min', 'max', 'above', 'below' and 'level'.",
    hint: `Remove '${p.key}' from the check.`,
  }),
);

export const GATE_PART_MISSING = defineError(
  'GATE_PART_MISSING',
  'The gate checks a part that was not evaluated.',
  (p: { part: string; evaluated: readonly string[] }) => ({
    message: `The gate checks the ${p.part} part, which was not evaluated.`,
    allowed: p.evaluated.length > 0 ? `One of ${p.evaluated.join(', ')}.` : 'None: nothing was evaluated.',
    hint: `Change 'part' of the check, or give the part clips in the split.`,
  }),
);

export const GATE_UNKNOWN_PRESET = defineError(
  'GATE_UNKNOWN_PRESET',
  'The gate names a preset that does not exist.',
  (p: { found: string; known: readonly string[] }) => ({
    message: `There is no gate preset '${p.found}'.`,
    allowed: `One of ${p.known.join(', ')}.`,
    hint: didYouMean(nearest(p.found, p.known)) ?? `Write the checks out under 'gate'.`,
  }),
);

/** Errors of the stages that measure and judge. */
export const gateErrors = {
  METRIC_NAME_TAKEN,
  METRIC_NOT_MADE,
  PREDICTION_NOT_FINITE,
  GATE_UNKNOWN_METRIC,
  GATE_UNKNOWN_CLASS,
  GATE_CLASSES_OVERALL,
  GATE_NEEDS_INTERVALS,
  GATE_METRIC_WITHOUT_INTERVAL,
  GATE_WITHOUT_THRESHOLD,
  GATE_IMPOSSIBLE,
  GATE_LOOKS_NOT_HELD_OUT,
  GATE_PART_MISSING,
  GATE_UNKNOWN_PRESET,
} satisfies Readonly<Record<string, CatalogueEntry>>;
