import { FLOAT, Graph, integer, type Output } from './graph.js';

/** What `adamGraph` is given of a change, in this order: β₁, 1 − β₁, β₂, 1 − β₂, kept, rate, ε. */
export const ADAM_NUMBERS = 7;

/**
 * One step of Adam for every weight: m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², w ← kept w − rate m / (√v + ε).
 *
 * Inputs: the numbers of each change, [changes × 7]; for each weight w, m, v and g. Outputs: for each weight w, m and v.
 *
 * @param changeOf which of the changes is a weight's
 */
export function adamGraph(changes: number, changeOf: readonly number[]): Graph {
  const graph = new Graph();
  const numbers = graph.unpack(graph.input(), changes * ADAM_NUMBERS);
  for (const change of changeOf) {
    const [beta1, rest1, beta2, rest2, kept, rate, epsilon] = numbers.slice(change * ADAM_NUMBERS);
    const [weight, before1, before2, gradient] = [graph.input(), graph.input(), graph.input(), graph.input()];
    const scaled = (tensor: Output, scalar: Output): Output => graph.floats('Mul', tensor, scalar);
    const first = graph.add(scaled(before1, beta1), scaled(gradient, rest1));
    const second = graph.add(scaled(before2, beta2), scaled(graph.floats('Square', gradient), rest2));
    const root = graph.add(graph.floats('Sqrt', second), epsilon);
    const step = graph.floats('RealDiv', scaled(first, rate), root);
    graph.outputs.push(graph.floats('Sub', scaled(weight, kept), step), first, second);
  }
  return graph;
}

/**
 * values + (others − values) · share for every weight.
 *
 * Inputs: the share, a scalar; for each weight its values and the others. Outputs: one for each weight.
 */
export function moveGraph(weights: number): Graph {
  const graph = new Graph();
  const share = graph.input();
  for (let index = 0; index < weights; index++) {
    const [values, others] = [graph.input(), graph.input()];
    const way = graph.floats('Mul', graph.floats('Sub', others, values), share);
    graph.outputs.push(graph.add(values, way));
  }
  return graph;
}

/**
 * g · most / max(norm, most) for all gradients, of their norm together.
 *
 * Inputs: the most, a scalar; the gradients. Outputs: the gradients.
 */
export function clipGraph(gradients: number): Graph {
  const graph = new Graph();
  const most = graph.input();
  const given = Array.from({ length: gradients }, () => graph.input());
  // L2Loss: half of the sum of the squares, in one pass.
  const halves = given.map((gradient) => graph.floats('L2Loss', gradient));
  const half = graph.node('AddN', halves, { T: FLOAT, N: integer(gradients) });
  const norm = graph.floats('Sqrt', graph.add(half, half));
  const factor = graph.floats('RealDiv', most, graph.floats('Maximum', norm, most));
  graph.outputs.push(...given.map((gradient) => graph.floats('Mul', gradient, factor)));
  return graph;
}
