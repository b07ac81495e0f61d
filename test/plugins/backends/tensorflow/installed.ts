import { findTensorflow } from '../../../../src/core/backends/findTensorflow.js';
import { Random } from '../../../../src/core/random.js';
import type { Tf } from '../../../../src/core/training/tf.js';
import tensorflow from '../../../../src/plugins/backends/tensorflow/index.js';

// The other tests are kept from what is installed here.
process.env['INTONE_BACKENDS'] = process.env['INTONE_TEST_BACKENDS'] ?? '';

/** Whether TensorFlow's library is on this machine. Where it is not, what needs it is skipped under `whereInstalled`'s name. */
export const installed = findTensorflow('cpu') !== null;

/** A group's name that says, where its tests are skipped, why. */
export function whereInstalled(name: string): string {
  return installed
    ? name
    : `${name} (skipped: TensorFlow is not installed; run intone backend install tensorflow)`;
}

export function startTensorflow(threads = 1): Promise<Tf> {
  return tensorflow.create({}, { random: new Random(1), warn: () => undefined }).start({ threads });
}
