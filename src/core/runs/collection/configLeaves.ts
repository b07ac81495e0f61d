import {
  DEFAULT_INPUT,
  type Experiment,
  type GateCheck,
  type InputSettings,
  type PluginUse,
} from '../../config/experiment.js';
import { thresholdsOf } from '../../gate/thresholds.js';

type Scalar = string | number | boolean | null;
/** One value of a config: a scalar, or a list of them. */
export type Leaf = Scalar | readonly Scalar[];

/**
 * Every value of an experiment by its dotted key, as one writes it: `train.epochs`, `model` (the plugin's name), and
 * beside it `model.dropout`. Of a list of plugins the key holds their names in order (`features`), and each option
 * stands under its plugin's name (`features.mfcc.coefficients`; a second one of the name is `mfcc-2`), so that one
 * more at the front does not shift them. The gate's checks are one list, each in words.
 */
export function configLeaves({ gate, ...experiment }: Experiment): ReadonlyMap<string, Leaf> {
  const leaves = new Map<string, Leaf>();
  for (const [key, value] of Object.entries(experiment)) {
    if (key === 'inputs') addInputs(leaves, experiment.inputs);
    else addLeaves(leaves, key, value);
  }
  return leaves.set('gate', gate.map(checkInWords));
}

/** A key's value, by other ways of writing the key too: `model.use`, `features.0.coefficients`. */
export function leafOf(leaves: ReadonlyMap<string, Leaf>, key: string): Leaf | undefined {
  const exact = leaves.get(key);
  if (exact !== undefined) return exact;
  const [list, index, ...option] = key.split('.');
  const names = leaves.get(list);
  if (isList(names) && /^\d+$/.test(index)) {
    const use = option.length === 0 || option.join('.') === 'use';
    if (use) return names[Number(index)];
    return leaves.get([list, distinct(names.map(String))[Number(index)], ...option].join('.'));
  }
  return key.endsWith('.use') ? leaves.get(key.slice(0, -'.use'.length)) : undefined;
}

export function isList(leaf: Leaf | undefined): leaf is readonly Scalar[] {
  return Array.isArray(leaf);
}

/** Under their names; the usual one's settings stand at the top, as they are written. */
function addInputs(leaves: Map<string, Leaf>, inputs: readonly InputSettings[]): void {
  for (const { name, ...settings } of inputs) {
    const usual = inputs.length === 1 && name === DEFAULT_INPUT;
    for (const [key, value] of Object.entries(settings)) {
      addLeaves(leaves, usual ? key : `inputs.${name}.${key}`, value);
    }
  }
}

function addLeaves(leaves: Map<string, Leaf>, key: string, value: unknown): void {
  if (isScalar(value)) leaves.set(key, value);
  else if (Array.isArray(value)) addList(leaves, key, value);
  else if (isPluginUse(value)) {
    leaves.set(key, value.use);
    addLeaves(leaves, key, value.options);
  } else if (typeof value === 'object') {
    for (const [name, part] of Object.entries(value)) addLeaves(leaves, `${key}.${name}`, part);
  }
}

function addList(leaves: Map<string, Leaf>, key: string, items: readonly unknown[]): void {
  if (items.every(isScalar)) {
    leaves.set(key, items);
    return;
  }
  const plugins = items.filter(isPluginUse);
  const names = plugins.length === items.length ? plugins.map(({ use }) => use) : null;
  if (names === null) {
    items.forEach((item, index) => {
      addLeaves(leaves, `${key}.${index}`, item);
    });
    return;
  }
  leaves.set(key, names);
  distinct(names).forEach((name, index) => {
    addLeaves(leaves, `${key}.${name}`, plugins[index].options);
  });
}

/** `a, b, a` are `a, b, a-2`. */
function distinct(names: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name}-${times}`;
  });
}

function checkInWords(check: GateCheck): string {
  const { metric, part, classes, per, bound, level } = check;
  const whose =
    classes === undefined ? (per === 'class' ? ' of each class' : '') : ` of ${classes.join(', ')}`;
  const words = thresholdsOf(check).map(({ words }) => words);
  const extras = [part, ...(bound === 'value' ? [] : [`${bound} end`]), ...(level === 'warn' ? [level] : [])];
  return `${metric}${whose} ${words.join(' and ')} (${extras.join(', ')})`;
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function isPluginUse(value: unknown): value is PluginUse {
  return typeof value === 'object' && value !== null && 'use' in value && 'options' in value;
}
