import { createRequire } from 'node:module';
import { join } from 'node:path';
import util from 'node:util';
import type { FoundTensorflow } from './findTensorflow.js';

/**
 * Loads an installation: what `require('@tensorflow/tfjs-node')` gives, with the backend `tensorflow` registered.
 * TensorFlow's chatter is held back unless TF_CPP_MIN_LOG_LEVEL says otherwise.
 *
 * @throws what Node says where the native part does not load
 */
export function loadTensorflow({ directory }: Pick<FoundTensorflow, 'directory'>): Promise<unknown> {
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  bringBack();
  const loaded: unknown = createRequire(join(directory, 'package.json'))(directory);
  return Promise.resolve(loaded);
}

/** Node 23 took away two functions of `util` that tfjs-node 4.22 still calls. */
function bringBack(): void {
  const gone = {
    isNullOrUndefined: (value: unknown): boolean => value === null || value === undefined,
    isArray: (value: unknown): boolean => Array.isArray(value),
  };
  for (const [name, value] of Object.entries(gone)) {
    if (!(name in util)) Object.defineProperty(util, name, { value, configurable: true, writable: true });
  }
}
