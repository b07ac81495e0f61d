import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Type, type Static } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { NETWORK_DAMAGED, NETWORK_MISSING } from '../errors/training.js';
import type { InputTable } from '../experiment/rows.js';
import { classesOf, logitsOf, softmaxRows } from './network.js';
import { sha256, TOPOLOGY_FILE, WEIGHTS_FILE } from './save.js';
import type { LayersModel, Tf } from './tf.js';

/** A network that was saved by `TrainedNetwork.save`. */
export interface LoadedNetwork {
  readonly classes: number;
  /** The same as the saved one's, to the bit (on the same backend). */
  predict(inputs: readonly InputTable[]): Float64Array;
  dispose(): void;
}

const Saved = Type.Object({
  modelTopology: Type.Object({}),
  weightsManifest: Type.Tuple([
    Type.Object({
      paths: Type.Tuple([Type.Literal(WEIGHTS_FILE)]),
      weights: Type.Array(
        Type.Object({
          name: Type.String(),
          shape: Type.Array(Type.Integer({ minimum: 0 })),
          dtype: Type.Literal('float32'),
        }),
      ),
    }),
  ]),
  userDefinedMetadata: Type.Object({ weightsSha256: Type.String() }),
});

/**
 * Loads a network from the folder that `TrainedNetwork.save` wrote.
 *
 * @throws NETWORK_MISSING, NETWORK_DAMAGED
 */
export async function loadNetwork(tf: Tf, directory: string): Promise<LoadedNetwork> {
  const topologyFile = join(directory, TOPOLOGY_FILE);
  const weightsFile = join(directory, WEIGHTS_FILE);
  const saved = parse(topologyFile, await readSaved(topologyFile));
  const weights = await readSaved(weightsFile);
  if (sha256(weights) !== saved.userDefinedMetadata.weightsSha256) {
    throw NETWORK_DAMAGED({ file: weightsFile, detail: `its checksum is not the one in ${TOPOLOGY_FILE}` });
  }
  const whole = await restore(tf, topologyFile, saved, weights);
  const model = withoutSoftmax(tf, whole);
  const classes = classesOf(model);
  return {
    classes,
    predict: (inputs) => softmaxRows(logitsOf(tf, model, inputs), classes),
    dispose: () => void whole.dispose(),
  };
}

/** @throws NETWORK_MISSING, NETWORK_DAMAGED */
export async function readSaved(file: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return Uint8Array.from(await readFile(file));
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') {
      throw NETWORK_MISSING({ file }, undefined, cause);
    }
    throw NETWORK_DAMAGED({ file, detail: reasonOf(cause) }, undefined, cause);
  }
}

function parse(file: string, bytes: Uint8Array): Static<typeof Saved> {
  let saved: unknown;
  try {
    saved = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw NETWORK_DAMAGED({ file, detail: 'it is not JSON' }, undefined, cause);
  }
  if (!Value.Check(Saved, saved)) {
    const first = Value.Errors(Saved, saved).First();
    throw NETWORK_DAMAGED({ file, detail: `at '${first?.path ?? '/'}': ${first?.message ?? 'unreadable'}` });
  }
  return saved;
}

async function restore(
  tf: Tf,
  file: string,
  saved: Static<typeof Saved>,
  weights: Uint8Array<ArrayBuffer>,
): Promise<LayersModel> {
  try {
    return await tf.loadLayersModel(
      tf.io.fromMemory({
        modelTopology: saved.modelTopology,
        weightSpecs: saved.weightsManifest[0].weights,
        weightData: weights.buffer,
      }),
    );
  } catch (cause) {
    throw NETWORK_DAMAGED({ file, detail: reasonOf(cause) }, undefined, cause);
  }
}

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

/** The saved model up to the logits: the softmax is computed in double precision, as after training. */
function withoutSoftmax(tf: Tf, whole: LayersModel): LayersModel {
  const logits = whole.layers[whole.layers.length - 1].input;
  return tf.model({ inputs: whole.inputs, outputs: logits });
}
