import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LayersModel, ModelArtifacts, Tf } from './tf.js';

export const TOPOLOGY_FILE = 'model.json';
export const WEIGHTS_FILE = 'weights.bin';
export const SOFTMAX_LAYER = 'probabilities';

/**
 * Writes a network into a folder as a tfjs layers model: `model.json` (topology and the list of weights) and
 * `weights.bin` (little-endian float32). The saved model ends in a softmax, so that whoever loads it gets
 * probabilities; its checksum stands in `userDefinedMetadata`. The same weights give the same bytes. The folder is the
 * caller's to put in place once it is whole.
 *
 * @param model gives logits; of several outputs the first is saved
 */
export async function saveNetwork(tf: Tf, model: LayersModel, directory: string): Promise<void> {
  const { weightData, weightSpecs, ...artifacts } = await artifactsOf(tf, model);
  const weights = Buffer.from(tf.io.CompositeArrayBuffer.join(weightData));
  const document = {
    ...artifacts,
    weightsManifest: [{ paths: [WEIGHTS_FILE], weights: weightSpecs }],
    userDefinedMetadata: { weightsSha256: sha256(weights) },
  };
  await mkdir(directory, { recursive: true });
  // Flushed: once the run says that it is finished, its checkpoint is gone and this is all there is.
  await writeFile(join(directory, WEIGHTS_FILE), weights, { flush: true });
  await writeFile(join(directory, TOPOLOGY_FILE), `${JSON.stringify(document)}\n`, { flush: true });
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function artifactsOf(tf: Tf, model: LayersModel): Promise<ModelArtifacts> {
  const softmax = tf.layers.softmax({ axis: -1, name: SOFTMAX_LAYER });
  const outputs = softmax.apply(model.outputs[0]);
  if (!(outputs instanceof tf.SymbolicTensor)) {
    throw new TypeError('A softmax over a symbolic tensor gave something else.');
  }
  const whole = tf.model({ inputs: model.inputs, outputs, name: model.name });
  let artifacts: ModelArtifacts = {};
  await whole.save(
    tf.io.withSaveHandler((made) => {
      artifacts = made;
      const modelArtifactsInfo = { dateSaved: new Date(0), modelTopologyType: 'JSON' } as const;
      return Promise.resolve({ modelArtifactsInfo });
    }),
  );
  return artifacts;
}
