import { FLOAT, Graph, INT32, type Output } from './graph.js';

/**
 * Batch normalisation over all axes but the last: (x − mean) · scale / √(variance + ε) + offset.
 *
 * Inputs: x; mean, variance, scale and offset, [columns] each; ε, a scalar. Output: of x's shape.
 */
export function batchNormGraph(): Graph {
  const graph = new Graph();
  const [x, mean, variance] = [graph.input(), graph.input(), graph.input()];
  const [scale, offset, epsilon] = [graph.input(), graph.input(), graph.input()];
  const factor = graph.floats('Mul', inverseOf(graph, variance, epsilon), scale);
  const centred = graph.floats('Sub', rowsOf(graph, x, mean), mean);
  const made = graph.add(graph.floats('Mul', centred, factor), offset);
  graph.outputs.push(inShapeOf(graph, made, x));
  return graph;
}

/**
 * Its gradients, with r = 1 / √(variance + ε) and sums over the rows: of x g r scale, of the mean −r scale Σ g, of the
 * scale r Σ g (x − mean), of the variance −½ r² scale times that, of the offset Σ g.
 *
 * Inputs: x; mean, variance and scale; ε; the output's gradient g. Outputs: the gradients of x, mean, variance, scale
 * and offset.
 */
export function batchNormGradientGraph(): Graph {
  const graph = new Graph();
  const [x, mean, variance] = [graph.input(), graph.input(), graph.input()];
  const [scale, epsilon, gradient] = [graph.input(), graph.input(), graph.input()];
  const product = (a: Output, b: Output): Output => graph.floats('Mul', a, b);
  const inverse = inverseOf(graph, variance, epsilon);
  const factor = product(inverse, scale);
  const rows = rowsOf(graph, gradient, mean);
  const ofOffset = graph.sum(rows);
  const centred = graph.floats('Sub', rowsOf(graph, x, mean), mean);
  const ofScale = product(inverse, graph.sum(product(rows, centred)));
  const ofX = inShapeOf(graph, product(rows, factor), x);
  const ofMean = graph.floats('Neg', product(factor, ofOffset));
  const twice = graph.floats('Neg', product(product(factor, inverse), ofScale));
  const ofVariance = graph.floats('RealDiv', twice, graph.number(2));
  graph.outputs.push(ofX, ofMean, ofVariance, ofScale, ofOffset);
  return graph;
}

function inverseOf(graph: Graph, variance: Output, epsilon: Output): Output {
  return graph.floats('Rsqrt', graph.add(variance, epsilon));
}

/** [rows, columns]: TensorFlow is faster with two axes than with four. */
function rowsOf(graph: Graph, x: Output, mean: Output): Output {
  return graph.reshape(x, [graph.integers(-1), graph.size(mean, 0)]);
}

function inShapeOf(graph: Graph, rows: Output, x: Output): Output {
  const shape = graph.node('Shape', [x], { T: FLOAT, out_type: INT32 });
  return graph.node('Reshape', [rows, shape], { T: FLOAT, Tshape: INT32 });
}
