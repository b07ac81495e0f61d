import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Type, type Static } from '@sinclair/typebox';
import { NETWORK_DAMAGED } from '../errors/training.js';
import type { ClassicalModel, ClassicalState, FittedClassical } from '../registry/contracts.js';
import { parseJson } from '../runs/documents/json.js';
import { messageOf } from '../text/words.js';
import { readSaved } from './load.js';
import { sha256, TOPOLOGY_FILE, WEIGHTS_FILE } from './save.js';

const FORMAT = 'intone-classical-1';

const Saved = Type.Object({
  format: Type.Literal(FORMAT),
  model: Type.String(),
  settings: Type.Unknown(),
  arrays: Type.Array(
    Type.Object({
      name: Type.String(),
      dtype: Type.Union([Type.Literal('float32'), Type.Literal('float64')]),
      length: Type.Integer({ minimum: 0 }),
    }),
  ),
  weightsSha256: Type.String(),
});

/**
 * Writes a classical model into a folder: `model.json` (its settings and the list of its arrays) and `weights.bin`
 * (the arrays one after the other, little-endian), under the names that a network's files have. The same state gives
 * the same bytes. The folder is the caller's to put in place once it is whole.
 */
export async function saveClassical(
  directory: string,
  model: string,
  { settings, arrays }: ClassicalState,
): Promise<void> {
  const entries = Object.entries(arrays);
  const weights = Buffer.concat(
    entries.map(([, { buffer, byteOffset, byteLength }]) => new Uint8Array(buffer, byteOffset, byteLength)),
  );
  const document: Static<typeof Saved> = {
    format: FORMAT,
    model,
    settings,
    arrays: entries.map(([name, array]) => ({
      name,
      dtype: array instanceof Float32Array ? 'float32' : 'float64',
      length: array.length,
    })),
    weightsSha256: sha256(weights),
  };
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, WEIGHTS_FILE), weights, { flush: true });
  await writeFile(join(directory, TOPOLOGY_FILE), `${JSON.stringify(document)}\n`, { flush: true });
}

/**
 * Loads what `saveClassical` wrote.
 *
 * @throws NETWORK_MISSING, NETWORK_DAMAGED
 */
export async function loadClassical(directory: string, model: ClassicalModel): Promise<FittedClassical> {
  const file = join(directory, TOPOLOGY_FILE);
  const weightsFile = join(directory, WEIGHTS_FILE);
  const parsed = parseJson(Saved, new TextDecoder().decode(await readSaved(file)));
  if (!parsed.ok) throw NETWORK_DAMAGED({ file, detail: parsed.problem });
  const { settings, arrays, weightsSha256 } = parsed.value;
  const weights = await readSaved(weightsFile);
  if (sha256(weights) !== weightsSha256) {
    throw NETWORK_DAMAGED({ file: weightsFile, detail: `its checksum is not the one in ${TOPOLOGY_FILE}` });
  }
  try {
    return model.restore({ settings, arrays: takenApart(weights.buffer, arrays) });
  } catch (cause) {
    throw NETWORK_DAMAGED({ file, detail: messageOf(cause) }, undefined, cause);
  }
}

function takenApart(bytes: ArrayBuffer, entries: Static<typeof Saved>['arrays']): ClassicalState['arrays'] {
  let offset = 0;
  const arrays = Object.fromEntries(
    entries.map(({ name, dtype, length }) => {
      const Numbers = dtype === 'float32' ? Float32Array : Float64Array;
      const end = offset + length * Numbers.BYTES_PER_ELEMENT;
      if (end > bytes.byteLength) throw new RangeError(`the array '${name}' goes beyond ${WEIGHTS_FILE}`);
      // A copy, since its place in the file need not be one that the numbers may stand at in memory.
      const array = new Numbers(bytes.slice(offset, end));
      offset = end;
      return [name, array] as const;
    }),
  );
  if (offset < bytes.byteLength) throw new RangeError(`${WEIGHTS_FILE} holds more than its arrays`);
  return arrays;
}
