import { Random } from '../../../src/core/random.js';
import type { Tf } from '../../../src/core/training/tf.js';
import cpu from '../../../src/plugins/backends/cpu.js';
import wasm from '../../../src/plugins/backends/wasm/index.js';

const context = { random: new Random(1), warn: (): void => undefined };

/** TensorFlow.js with both backends started; `wasm` is the current one. */
export async function startBoth(): Promise<Tf> {
  await cpu.create({}, context).start({ threads: 1 });
  return wasm.create({}, context).start({ threads: 1 });
}
