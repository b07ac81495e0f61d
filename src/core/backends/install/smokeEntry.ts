/**
 * The program of the smoke test: loads the installation that its argument names, multiplies two matrices on it, and
 * writes what it found as one line of JSON, the last one on stdout.
 */
import { loadTensorflow } from '../loadTensorflow.js';
import { SmokeSchema, type Tfjs } from './smokeTest.js';
import { Value } from '@sinclair/typebox/value';

const [directory = ''] = process.argv.slice(2);
const tf = await loadTensorflow({ directory });
if (!isTfjs(tf)) throw new TypeError('the package does not give what @tensorflow/tfjs-node gives');
const backend = tf.backend();
const product = tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([5, 6, 7, 8], [2, 2]));
const smoke = {
  library: backend.binding.TF_Version,
  gpu: backend.isUsingGpuDevice === true,
  product: [...product.dataSync()],
};
console.log(JSON.stringify(Value.Parse(SmokeSchema, smoke)));

function isTfjs(loaded: unknown): loaded is Tfjs {
  return typeof loaded === 'object' && loaded !== null && 'matMul' in loaded && 'backend' in loaded;
}
