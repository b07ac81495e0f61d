import { workerData } from 'node:worker_threads';
import { CONTROL, SHARED_FUNCTIONS, awaitChange } from './control.js';

/** What a helper is started with: the compiled kernels, their memory, and which of the threads it is. */
export interface HelperData {
  readonly module: object;
  readonly memory: object;
  readonly control: Int32Array;
  readonly index: number;
}

// The whole life of a helper thread: its share of a job, and the next job. It ends with the process.
const data: unknown = workerData;
if (!isHelperData(data)) throw new TypeError('A helper of the kernels was started without its data.');
work(data);

function work({ module, memory, control, index }: HelperData): void {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const functions = SHARED_FUNCTIONS.map((name) => functionOf(exports[name]));
  functionOf(exports.becomeThread)(index);
  let seen = 1;
  Atomics.store(control, CONTROL.slots + index, seen);
  for (;;) {
    const now = awaitChange(control, CONTROL.slots + index, seen);
    if (now === seen) continue;
    seen = now;
    try {
      const end = CONTROL.arguments + control[CONTROL.argumentCount];
      const given = control.subarray(CONTROL.arguments, end);
      functions[control[CONTROL.function]](...given, index, control[CONTROL.shares]);
    } catch {
      Atomics.store(control, CONTROL.failed, 1);
    }
    if (Atomics.sub(control, CONTROL.pending, 1) === 1) Atomics.notify(control, CONTROL.pending);
  }
}

function isHelperData(value: unknown): value is HelperData {
  return typeof value === 'object' && value !== null && 'control' in value && 'memory' in value;
}

function functionOf(value: unknown): (...numbers: readonly number[]) => void {
  if (!isFunction(value)) throw new TypeError('The kernels lack a function.');
  return value;
}

function isFunction(value: unknown): value is (...numbers: readonly number[]) => void {
  return typeof value === 'function';
}
