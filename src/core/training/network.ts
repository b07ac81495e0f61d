import { MODEL_INPUT_MISMATCH, MODEL_OUTPUT_MISMATCH } from '../errors/training.js';
import type { Table } from '../experiment/rows.js';
import type { RowShape } from '../registry/contracts.js';
import { batchesOf, everyRow, inputTensor, rowShape } from './batches.js';
import type { LayersModel, Rank, Tensor, Tensor2D, Tf } from './tf.js';

/** Rows that go through the network at once where nothing is trained; it bounds the memory of the activations. */
const PREDICTION_BATCH = 64;

/** The output of a network for a batch: logits, [batch, classes]. */
export function forward(tf: Tf, model: LayersModel, inputs: Tensor, training: boolean): Tensor2D {
  const output = model.apply(inputs, { training });
  if (!(output instanceof tf.Tensor)) {
    throw MODEL_OUTPUT_MISMATCH({ found: 'several tensors', classes: classesOf(model) });
  }
  return tf.reshape<Rank.R2>(output, [inputs.shape[0], classesOf(model)]);
}

/** The number of classes that a network tells apart. */
export function classesOf(model: LayersModel): number {
  return model.outputs[0].shape[1] ?? 0;
}

/** @throws MODEL_OUTPUT_MISMATCH where the network does not give one logit a class */
export function checkOutput(model: LayersModel, classes: number): void {
  const shapes = model.outputs.map((output) => shapeText(output.shape.slice(1)));
  if (shapes.length !== 1 || model.outputs[0].shape.length !== 2 || classesOf(model) !== classes) {
    throw MODEL_OUTPUT_MISMATCH({ found: shapes.join(' and '), classes });
  }
}

/**
 * What a network gives for the rows of a table.
 *
 * @returns logits, row-major, shape [rows, classes]
 * @throws MODEL_INPUT_MISMATCH where the rows do not have the shape that it was built for
 */
export function logitsOf(tf: Tf, model: LayersModel, table: Table): Float32Array {
  const expected = model.inputs[0].shape.slice(1);
  const found = rowShape(table);
  if (expected.length !== found.length || expected.some((length, axis) => length !== found[axis])) {
    throw MODEL_INPUT_MISMATCH({ expected: shapeText(expected), found: shapeText(found) });
  }
  const classes = classesOf(model);
  const logits = new Float32Array(table.shape[0] * classes);
  for (const chosen of batchesOf(everyRow(table), PREDICTION_BATCH)) {
    const values = tf.tidy(() => forward(tf, model, inputTensor(tf, table, chosen), false).dataSync());
    logits.set(values, chosen[0] * classes);
  }
  return logits;
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
