import { PLUGIN_FAILED } from '../errors/plugins.js';
import { IntoneError, IntoneErrors } from '../errors/entry.js';
import { messageOf } from '../text/words.js';
import type { Contracts, FittedClassical, FittedScaler, Kind } from './contracts.js';
import { KINDS } from './kinds.js';

/** What each member of a contract is: a plain value, a function, or a function whose result is guarded too. */
type Members<T> = { readonly [P in KeysOfAny<T>]-?: 'value' | 'call' | Guard };
/** Of a union, the members of each of its kinds. */
type KeysOfAny<T> = T extends unknown ? keyof T : never;
type Guard = Readonly<Record<string, 'value' | 'call'>>;

const fitted: Members<FittedScaler> & Guard = { apply: 'call', state: 'value' };
const fittedClassical: Members<FittedClassical> & Guard = { predict: 'call', state: 'value' };

/** Every member of every contract; one that is forgotten here does not compile. */
const MEMBERS: { readonly [K in Kind]: Members<Contracts[K]> } = {
  dataset: {
    classes: 'value',
    allClasses: 'value',
    columns: 'value',
    performance: 'value',
    list: 'call',
    read: 'call',
  },
  split: { needs: 'value', assign: 'call' },
  audio: { sampleRate: 'value', sampleCount: 'value', load: 'call' },
  feature: { names: 'value', extract: 'call' },
  pooling: { output: 'value', names: 'call', pool: 'call' },
  scaler: { fit: fitted, restore: fitted, sees: 'value' },
  sampler: { minimumRowsPerClass: 'value', resample: 'call' },
  augmenter: { check: 'call', augment: 'call' },
  model: {
    type: 'value',
    takes: 'value',
    auxiliaryWeight: 'value',
    build: 'call',
    weighsClasses: 'value',
    fit: fittedClassical,
    restore: fittedClassical,
  },
  loss: { loss: 'call', check: 'call' },
  optimizer: { learningRate: 'value', create: 'call', setLearningRate: 'call' },
  evaluator: { metrics: 'value', evaluate: 'call', details: 'call' },
  backend: {
    unavailable: 'call',
    start: 'call',
    version: 'value',
    dependsOnThreads: 'value',
    preference: 'value',
  },
};

/**
 * What a plugin made, with its functions wrapped: what they throw names the plugin and the function. Errors of the
 * catalogue pass through.
 */
export function guarded<K extends Kind>(kind: K, name: string, made: Contracts[K]): Contracts[K] {
  return guardMembers(made, MEMBERS[kind], (call, thrown) => pluginFailed(kind, name, call, thrown));
}

/** The error for something that a plugin's function threw. */
export function pluginFailed(kind: Kind, name: string, call: string, thrown: unknown): unknown {
  const known = thrown instanceof IntoneError || thrown instanceof IntoneErrors;
  const aborted = thrown instanceof Error && thrown.name === 'AbortError';
  if (known || aborted) return thrown;
  return PLUGIN_FAILED({ noun: KINDS[kind].noun, name, call, reason: messageOf(thrown) }, undefined, thrown);
}

function guardMembers<T extends object>(
  made: T,
  members: Readonly<Record<string, 'value' | 'call' | Guard>>,
  failure: (call: string, thrown: unknown) => unknown,
): T {
  const copy = { ...made };
  for (const [name, member] of Object.entries(members)) {
    const value: unknown = Reflect.get(made, name);
    if (value === undefined) continue;
    const guardedValue =
      typeof value === 'function' && member !== 'value'
        ? guardCall((parameters): unknown => Reflect.apply(value, made, parameters), name, member, failure)
        : value;
    Object.defineProperty(copy, name, { value: guardedValue, enumerable: true });
  }
  return copy;
}

function guardCall(
  original: (parameters: unknown[]) => unknown,
  name: string,
  member: 'call' | Guard,
  failure: (call: string, thrown: unknown) => unknown,
): (...parameters: unknown[]) => unknown {
  const call = `${name}()`;
  const finish = (result: unknown): unknown =>
    member !== 'call' && typeof result === 'object' && result !== null
      ? guardMembers(result, member, failure)
      : result;
  return (...parameters) => {
    try {
      const result = original(parameters);
      if (!(result instanceof Promise)) return finish(result);
      return result.then(finish, (thrown: unknown) => {
        throw failure(call, thrown);
      });
    } catch (thrown) {
      throw failure(call, thrown);
    }
  };
}
