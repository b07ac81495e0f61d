import { MODEL_INPUT_MISMATCH, MODEL_INPUT_UNNAMED, MODEL_OUTPUT_MISMATCH } from '../errors/training.js';
import type { InputTable } from '../experiment/rows.js';
import type { ModelInput, RowShape } from '../registry/contracts.js';
import { batchesOf, batchInputs, everyRow, rowShape, type BatchInput } from './batches.js';
import type { LayersModel, Rank, Tensor, Tensor2D, Tf } from './tf.js';

/** Rows that go through the network at once where nothing is trained; it bounds the memory of the activations. */
const PREDICTION_BATCH = 64;

/** What an input layer's name ends with that is told which steps of a sequence are real. */
export const MASK_SUFFIX = '_mask';

/** What a network gives for a batch. */
export interface Outputs {
  /** [batch, classes]. */
  readonly logits: Tensor2D;
  /** Of the outputs after the first, each [batch, classes]. */
  readonly auxiliary: readonly Tensor2D[];
}

/** The outputs of a network for a batch. */
export function forward(
  tf: Tf,
  model: LayersModel,
  inputs: readonly BatchInput[],
  training: boolean,
): Outputs {
  const given = layerNames(model).map((name) => valuesFor(model, name, inputs));
  const outputs = [model.apply(given, { training })].flat();
  const classes = classesOf(model);
  const [logits, ...auxiliary] = outputs.map((output) => {
    if (!(output instanceof tf.Tensor)) {
      throw MODEL_OUTPUT_MISMATCH({ found: 'a tensor without values', classes });
    }
    return tf.reshape<Rank.R2>(output, [given[0].shape[0], classes]);
  });
  return { logits, auxiliary };
}

/** The number of classes that a network tells apart. */
export function classesOf(model: LayersModel): number {
  return model.outputs[0].shape[1] ?? 0;
}

/** @throws MODEL_OUTPUT_MISMATCH where an output of the network does not give one logit a class */
export function checkOutput(model: LayersModel, classes: number): void {
  const fits = model.outputs.every(({ shape }) => shape.length === 2 && shape[1] === classes);
  if (fits) return;
  const shapes = model.outputs.map((output) => shapeText(output.shape.slice(1)));
  throw MODEL_OUTPUT_MISMATCH({ found: shapes.join(' and '), classes });
}

/**
 * Whether a network can be given such rows.
 *
 * @throws MODEL_INPUT_UNNAMED where an input layer is named as none of the inputs, MODEL_INPUT_MISMATCH where it has
 *   another shape than the rows
 */
export function checkInputs(model: LayersModel, inputs: readonly ModelInput[]): void {
  layerNames(model).forEach((layer, index) => {
    const expected = model.inputs[index].shape.slice(1);
    const found = shapeFor(model, layer, inputs);
    if (found === null) {
      const names = inputs.flatMap(({ name, shape }) =>
        shape.length === 1 ? [name] : [name, name + MASK_SUFFIX],
      );
      throw MODEL_INPUT_UNNAMED({ layer, names });
    }
    if (expected.length !== found.length || expected.some((length, axis) => length !== found[axis])) {
      throw MODEL_INPUT_MISMATCH({ expected: shapeText(expected), found: shapeText(found) });
    }
  });
}

/**
 * What a network gives for rows.
 *
 * @returns logits, row-major, shape [rows, classes]
 * @throws what `checkInputs` throws
 */
export function logitsOf(tf: Tf, model: LayersModel, inputs: readonly InputTable[]): Float32Array {
  checkInputs(
    model,
    inputs.map(({ name, table }) => ({ name, shape: rowShape(table) })),
  );
  const classes = classesOf(model);
  const [rows] = inputs[0].table.shape;
  const logits = new Float32Array(rows * classes);
  for (const chosen of batchesOf(everyRow(rows), PREDICTION_BATCH)) {
    const values = tf.tidy(() =>
      forward(tf, model, batchInputs(tf, inputs, chosen), false).logits.dataSync(),
    );
    logits.set(values, chosen[0] * classes);
  }
  return logits;
}

/** The names of the input layers. */
function layerNames(model: LayersModel): string[] {
  return model.inputs.map(({ sourceLayer }) => sourceLayer.name);
}

/** Where there is one input and one input layer, that is meant, whatever the layer is called. */
function isTheOnly(model: LayersModel, inputs: readonly unknown[]): boolean {
  return inputs.length === 1 && model.inputs.length === 1;
}

function valuesFor(model: LayersModel, layer: string, inputs: readonly BatchInput[]): Tensor {
  const [first] = inputs;
  if (isTheOnly(model, inputs)) return first.values;
  for (const { name, values, mask } of inputs) {
    if (layer === name) return values;
    if (layer === name + MASK_SUFFIX && mask !== null) return mask;
  }
  throw MODEL_INPUT_UNNAMED({ layer, names: inputs.map(({ name }) => name) });
}

function shapeFor(model: LayersModel, layer: string, inputs: readonly ModelInput[]): RowShape | null {
  if (isTheOnly(model, inputs)) return inputs[0].shape;
  for (const { name, shape } of inputs) {
    if (layer === name) return shape;
    if (layer === name + MASK_SUFFIX && shape.length === 2) return [shape[0], 1];
  }
  return null;
}

/** Softmax of each row, in double precision; row-major, shape [rows, classes]. */
export function softmaxRows(logits: Float32Array, classes: number): Float64Array {
  const probabilities = Float64Array.from(logits);
  for (let start = 0; start < logits.length; start += classes) {
    const row = probabilities.subarray(start, start + classes);
    const largest = row.reduce((left, right) => Math.max(left, right), -Infinity);
    row.forEach((logit, index) => {
      row[index] = Math.exp(logit - largest);
    });
    const sum = row.reduce((left, right) => left + right, 0);
    row.forEach((value, index) => {
      row[index] = value / sum;
    });
  }
  return probabilities;
}

/** Reads as `a vector [169]` or `a sequence [130, 40]`. */
export function shapeText(shape: RowShape | readonly (number | null)[]): string {
  return `a ${shape.length === 1 ? 'vector' : 'sequence'} [${shape.join(', ')}]`;
}
