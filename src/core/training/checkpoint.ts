import { createHash } from 'node:crypto';
import { Type, type Static } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { SavedTensor } from './optimizerState.js';
import type { Snapshot } from './snapshot.js';

/**
 * A checkpoint file: eight bytes that say what it is, the length of the header in bytes (uint32, little-endian), the
 * header (JSON, padded with spaces to a multiple of four), the tensors that it lists one after the other (32-bit,
 * little-endian), and the SHA-256 of all that. No number loses a bit on the way.
 */
const MAGIC = Buffer.from('INTONECK', 'latin1');
const LENGTH_BYTES = 4;
const CHECKSUM_BYTES = 32;
const FORMAT = 2;

const Numbers = Type.Record(Type.String(), Type.Union([Type.Number(), Type.Null()]));
const RandomState = Type.Array(Type.Integer());
const Tensor = Type.Object({
  of: Type.Union([
    Type.Literal('model'),
    Type.Literal('average'),
    Type.Literal('optimizer'),
    Type.Literal('optimizer-own'),
  ]),
  name: Type.String(),
  type: Type.Union([Type.Literal('float32'), Type.Literal('int32')]),
  shape: Type.Array(Type.Integer({ minimum: 0 })),
});

const Header = Type.Object({
  format: Type.Literal(FORMAT),
  history: Type.Array(
    Type.Object({
      epoch: Type.Integer(),
      learningRate: Type.Number(),
      train: Numbers,
      validation: Numbers,
      recall: Numbers,
    }),
  ),
  stopping: Type.Object({
    best: Type.Union([Type.String({ description: 'A number; JSON knows no infinite one.' }), Type.Null()]),
    bestEpoch: Type.Integer(),
    waited: Type.Integer(),
  }),
  underWay: Type.Object({
    orderState: RandomState,
    batches: Type.Integer(),
    lossSum: Type.Number(),
    correct: Type.Integer(),
    seconds: Type.Number(),
  }),
  stopped: Type.Union([Type.Literal('epochs'), Type.Literal('patience'), Type.Literal('asked'), Type.Null()]),
  dropoutState: RandomState,
  augmentStates: Type.Array(RandomState),
  tensors: Type.Array(Tensor),
});

type TensorEntry = Static<typeof Tensor> & Pick<SavedTensor, 'values'>;

/** A snapshot, or what is wrong with the bytes. */
export type DecodedCheckpoint =
  { readonly ok: true; readonly snapshot: Snapshot } | { readonly ok: false; readonly problem: string };

/** A snapshot as the bytes of a checkpoint file. */
export function encodeCheckpoint(snapshot: Snapshot): Uint8Array {
  const { weights, average, optimizer, stopping, ...plain } = snapshot;
  const entriesOf = (of: TensorEntry['of'], arrays: readonly Float32Array[]): TensorEntry[] =>
    arrays.map((values, index) => entryOf(of, { name: `weight ${index}`, shape: [values.length], values }));
  const tensors = [
    ...entriesOf('model', weights),
    ...entriesOf('average', average),
    ...optimizer.weights.map((tensor) => entryOf('optimizer', tensor)),
    ...optimizer.own.map((tensor) => entryOf('optimizer-own', tensor)),
  ];
  const header: Static<typeof Header> = {
    format: FORMAT,
    ...plain,
    history: [...plain.history],
    underWay: { ...plain.underWay, orderState: [...plain.underWay.orderState] },
    dropoutState: [...plain.dropoutState],
    augmentStates: plain.augmentStates.map((state) => [...state]),
    stopping: { ...stopping, best: stopping.best === null ? null : String(stopping.best) },
    tensors: tensors.map(({ of, name, type, shape }) => ({ of, name, type, shape })),
  };
  const json = Buffer.from(JSON.stringify(header));
  const padded = Buffer.alloc(Math.ceil(json.length / 4) * 4, ' ');
  padded.set(json);
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(padded.length);
  const parts = [MAGIC, length, padded, ...tensors.map(({ values }) => bytesOf(values))];
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return Buffer.concat([...parts, hash.digest()]);
}

/** Reads the bytes of a checkpoint file; what was cut off or changed is known by its checksum. */
export function decodeCheckpoint(bytes: Uint8Array): DecodedCheckpoint {
  const start = MAGIC.length + LENGTH_BYTES;
  const end = bytes.length - CHECKSUM_BYTES;
  if (end < start || !MAGIC.equals(bytes.subarray(0, MAGIC.length))) return wrong('it is no checkpoint');
  const checksum = createHash('sha256').update(bytes.subarray(0, end)).digest();
  if (!checksum.equals(bytes.subarray(end))) return wrong('its checksum is not that of its contents');

  const length = new DataView(bytes.buffer, bytes.byteOffset + MAGIC.length).getUint32(0, true);
  const header: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(start, start + length)));
  if (!Value.Check(Header, header)) return wrong('another version of intone wrote it');
  const { tensors, history, stopping, underWay, stopped, dropoutState, augmentStates } = header;
  const read: TensorEntry[] = [];
  let position = start + length;
  for (const entry of tensors) {
    const size = entry.shape.reduce((product, side) => product * side, 1);
    // A copy, since the place of the numbers in the file need not be a multiple of four in memory.
    const block = Uint8Array.from(bytes.subarray(position, position + 4 * size)).buffer;
    read.push({ ...entry, values: entry.type === 'int32' ? new Int32Array(block) : new Float32Array(block) });
    position += 4 * size;
  }
  const of = (owner: TensorEntry['of']): TensorEntry[] => read.filter((entry) => entry.of === owner);
  const snapshot: Snapshot = {
    history,
    stopping: { ...stopping, best: stopping.best === null ? null : Number(stopping.best) },
    underWay,
    stopped,
    dropoutState,
    augmentStates,
    weights: of('model').map(({ values }) => Float32Array.from(values)),
    average: of('average').map(({ values }) => Float32Array.from(values)),
    optimizer: { weights: of('optimizer').map(tensorOf), own: of('optimizer-own').map(tensorOf) },
  };
  return { ok: true, snapshot };
}

function entryOf(of: TensorEntry['of'], { name, shape, values }: SavedTensor): TensorEntry {
  return { of, name, type: values instanceof Int32Array ? 'int32' : 'float32', shape: [...shape], values };
}

function tensorOf({ name, shape, values }: TensorEntry): SavedTensor {
  return { name, shape, values };
}

function bytesOf({ buffer, byteOffset, byteLength }: SavedTensor['values']): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function wrong(problem: string): DecodedCheckpoint {
  return { ok: false, problem };
}
