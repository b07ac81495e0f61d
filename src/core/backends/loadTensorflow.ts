import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import util from 'node:util';
import type { FoundTensorflow } from './findTensorflow.js';
import { QUIET_ADDON, type Quiet } from './quiet.js';

/** From the package's folder to the one that npm installed it into. */
const INSTALLATION = '../../..';

/** Levels of TF_CPP_MIN_LOG_LEVEL at which somebody wants to read all that TensorFlow says. */
const TALKATIVE = ['0', '1'];

/**
 * Loads an installation: what `require('@tensorflow/tfjs-node')` gives, with the backend `tensorflow` registered.
 * TensorFlow's chatter is held back unless TF_CPP_MIN_LOG_LEVEL is 0 or 1.
 *
 * @throws what Node says where the native part does not load
 */
export function loadTensorflow({ directory }: Pick<FoundTensorflow, 'directory'>): Promise<unknown> {
  return new Promise((resolve) => {
    resolve(load(directory));
  });
}

function load(directory: string): unknown {
  const require = createRequire(join(directory, 'package.json'));
  const addon = join(directory, INSTALLATION, QUIET_ADDON);
  bringBack();
  const level = (process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2');
  if (TALKATIVE.includes(level) || !existsSync(addon)) return require(directory);
  const quiet: unknown = require(addon);
  if (!isQuiet(quiet)) throw new TypeError(`'${addon}' is not what intone made.`);
  const saved = quiet.hush();
  try {
    return require(directory);
  } finally {
    quiet.restore(saved);
  }
}

function isQuiet(addon: unknown): addon is Quiet {
  return typeof addon === 'object' && addon !== null && 'hush' in addon && 'restore' in addon;
}

/**
 * Node 23 took away two functions of `util` that tfjs-node 4.22 still calls, and Node 22 warns of them: here they are,
 * without the warning.
 */
function bringBack(): void {
  const gone = {
    isNullOrUndefined: (value: unknown): boolean => value === null || value === undefined,
    isArray: (value: unknown): boolean => Array.isArray(value),
  };
  for (const [name, value] of Object.entries(gone)) {
    Object.defineProperty(util, name, { value, configurable: true, writable: true });
  }
}
