import { FLOAT, Graph, INT32, INT64, bool, float, outputsOf, type Output } from './graph.js';

/** What an LSTM's graphs depend on; their tensors' sizes may differ from call to call. */
export interface LstmVariant {
  /** One: forwards or backwards, outputs in the order of taking the steps. Both: outputs in the order of time. */
  readonly direction: 'forwards' | 'backwards' | 'both';
  readonly masked: boolean;
  /** Gives every step's output, or the last. */
  readonly everyStep: boolean;
}

/** What `BlockLSTMV2` leaves of a direction for the backward pass: i, cs, f, o, ci, co, h, [steps, batch, units] each. */
export const TRACE_LENGTH = 7;

const NO_PEEPHOLES = { T: FLOAT, use_peephole: bool(false) };

export function backwardsOf({ direction }: LstmVariant): readonly boolean[] {
  return { forwards: [false], backwards: [true], both: [false, true] }[direction];
}

/**
 * An LSTM's forward pass over TensorFlow's `BlockLSTMV2`, one a direction.
 *
 * Inputs: x [batch, steps, inputs]; for each direction kernel, recurrent kernel and bias, as Keras keeps them; where
 * masked, for each direction `CountedSteps.taken` and `.state`. Outputs: the output; for each direction its trace.
 */
export function forwardGraph(variant: LstmVariant): Graph {
  const graph = new Graph();
  const x = graph.input();
  const directions = backwardsOf(variant);
  const weights = directions.map(() => ({
    kernel: graph.input(),
    recurrentKernel: graph.input(),
    bias: graph.input(),
  }));
  const orders = directions.map(() =>
    variant.masked ? { taken: graph.input(INT32), state: graph.input(INT32) } : null,
  );
  const [batch, steps] = [graph.size(x, 0), graph.size(x, 1)];
  const timeMajor = variant.masked ? null : graph.transpose(x, [1, 0, 2]);
  const [states, traces]: [Output[], Output[]] = [[], []];
  directions.forEach((backwards, index) => {
    const { kernel, recurrentKernel, bias } = weights[index];
    const order = orders[index];
    const units = graph.size(recurrentKernel, 0);
    const sequence =
      order !== null ? takenSteps(graph, x, order.taken) : stepsInOrder(graph, timeMajor ?? x, backwards);
    const [zeros, peephole] = [graph.zeros([batch, units]), graph.zeros([units])];
    const length = graph.node('Cast', [steps], { SrcT: INT32, DstT: INT64 });
    const trace = outputsOf(
      graph.node(
        'BlockLSTMV2',
        [
          ...[length, sequence, zeros, zeros, graph.concat([kernel, recurrentKernel], 0)],
          ...[peephole, peephole, peephole, bias],
        ],
        { ...NO_PEEPHOLES, cell_clip: float(0) },
      ),
      TRACE_LENGTH,
    );
    traces.push(...trace);
    const hidden = trace[TRACE_LENGTH - 1];
    const flat = graph.reshape(hidden, [graph.integers(-1), units]);
    if (order !== null) {
      states.push(graph.rows(graph.concat([zeros, flat], 0), order.state));
    } else if (!variant.everyStep) {
      const last = graph.node('Sub', [graph.size(hidden, 0), graph.integers(1)], { T: INT32 });
      states.push(graph.rows(hidden, last));
    } else {
      states.push(variant.direction === 'both' && backwards ? graph.reverse(hidden) : hidden);
    }
  });
  const together = graph.concat(states, variant.everyStep ? 2 : 1);
  const output = variant.everyStep && !variant.masked ? graph.transpose(together, [1, 0, 2]) : together;
  graph.outputs.push(output, ...traces);
  return graph;
}

/**
 * Back-propagation through time: a step is `LSTMBlockCellGrad` and one product with the recurrent kernel; the
 * gradients of the weights and of x are one product each over all steps (`BlockLSTMGradV2` adds the weights' up step by
 * step, which takes a quarter longer).
 *
 * Inputs: x; for each direction kernel, recurrent kernel and trace; where masked, for each direction all of
 * `CountedSteps`; the output's gradient. Outputs: the gradients of x and, for each direction, of kernel, recurrent
 * kernel and bias.
 *
 * @param steps of the sequence; the graph has that many
 */
export function backwardGraph(variant: LstmVariant, steps: number): Graph {
  const graph = new Graph();
  const x = graph.input();
  const directions = backwardsOf(variant);
  const given = directions.map(() => ({
    kernel: graph.input(),
    recurrentKernel: graph.input(),
    trace: Array.from({ length: TRACE_LENGTH }, () => graph.input()),
  }));
  const orders = directions.map(() =>
    variant.masked
      ? { taken: graph.input(INT32), back: graph.input(INT32), state: graph.input(INT32) }
      : null,
  );
  const outputGradient = graph.input();
  const [batch, inputs] = [graph.size(x, 0), graph.size(x, 2)];
  const timeMajor = variant.masked ? null : graph.transpose(x, [1, 0, 2]);
  const inSteps =
    variant.everyStep && !variant.masked ? graph.transpose(outputGradient, [1, 0, 2]) : outputGradient;
  const stateGradients = graph.split(inSteps, directions.length, variant.everyStep ? 2 : 1);
  const [ofX, ofWeights]: [Output[], Output[]] = [[], []];
  directions.forEach((backwards, index) => {
    const { kernel, recurrentKernel, trace } = given[index];
    const order = orders[index];
    const units = graph.size(recurrentKernel, 0);
    const flat = (tensor: Output, columns: Output): Output =>
      graph.reshape(tensor, [graph.integers(-1), columns]);

    let gradients: (Output | null)[];
    if (order !== null) {
      const segments = graph.product(batch, graph.integers(steps + 1));
      const summed = graph.node(
        'UnsortedSegmentSum',
        [flat(stateGradients[index], units), flatIndices(graph, order.state), segments],
        { T: FLOAT, Tindices: INT32, Tnumsegments: INT32 },
      );
      // The first are of the zeros that the sequences start from.
      gradients = graph
        .unpack(graph.reshape(summed, [graph.integers(steps + 1), batch, units]), steps + 1)
        .slice(1);
    } else if (!variant.everyStep) {
      gradients = [...Array.from({ length: steps - 1 }, () => null), stateGradients[index]];
    } else {
      const inTime = stateGradients[index];
      const ordered = variant.direction === 'both' && backwards ? graph.reverse(inTime) : inTime;
      gradients = graph.unpack(ordered, steps);
    }

    const zeros = graph.zeros([batch, units]);
    const gates = throughTime(graph, { x, kernel, recurrentKernel, trace, gradients, zeros });
    const sequence =
      order !== null ? takenSteps(graph, x, order.taken) : stepsInOrder(graph, timeMajor ?? x, backwards);
    const hidden = graph.concat([zeros, flat(trace[TRACE_LENGTH - 1], units)], 0);
    const rows = graph.product(batch, graph.integers(steps));
    const before = graph.slice(hidden, [0, 0], [rows, units]);
    const products = [flat(sequence, inputs), before].map((factor) =>
      graph.matMul(factor, gates, { a: true }),
    );
    ofWeights.push(...products.map((product) => swapGates(graph, product, 1)));
    ofWeights.push(swapGates(graph, graph.sum(gates), 0));

    const perStep = graph.matMul(gates, swapGates(graph, kernel, 1), { b: true });
    if (order !== null) {
      ofX.push(graph.rows(perStep, order.back));
    } else {
      ofX.push(
        stepsInOrder(graph, graph.reshape(perStep, [graph.integers(steps), batch, inputs]), backwards),
      );
    }
  });
  const both = ofX.length === 1 ? ofX[0] : graph.add(ofX[0], ofX[1]);
  graph.outputs.push(variant.masked ? both : graph.transpose(both, [1, 0, 2]), ...ofWeights);
  return graph;
}

/** The gates' gradients before their activations, [steps × batch, 4 units], gates in the order of `swapGates`. */
function throughTime(
  graph: Graph,
  job: {
    readonly x: Output;
    readonly kernel: Output;
    readonly recurrentKernel: Output;
    readonly trace: readonly Output[];
    /** Of each step's output; null: none but what comes from the step after it. */
    readonly gradients: readonly (Output | null)[];
    readonly zeros: Output;
  },
): Output {
  const { x, kernel, recurrentKernel, gradients, zeros } = job;
  const steps = gradients.length;
  const [i, cs, f, o, ci, co] = job.trace
    .slice(0, TRACE_LENGTH - 1)
    .map((tensor) => graph.unpack(tensor, steps));
  const [batch, inputs] = [graph.size(x, 0), graph.size(x, 2)];
  const [units, four] = [graph.size(recurrentKernel, 0), graph.size(recurrentKernel, 1)];
  // LSTMBlockCellGrad asks for these and reads nothing of them but their sizes.
  const [noX, peephole, noBias] = [graph.zeros([batch, inputs]), graph.zeros([units]), graph.zeros([four])];
  const weights = graph.concat([kernel, recurrentKernel], 0);
  const recurrence = graph.transpose(swapGates(graph, recurrentKernel, 1), [1, 0]);

  const gates: Output[] = [];
  let ofCell = zeros;
  let ofOutput = gradients[steps - 1] ?? zeros;
  for (let t = steps - 1; t >= 0; t--) {
    const step = graph.node(
      'LSTMBlockCellGrad',
      [
        ...[noX, t > 0 ? cs[t - 1] : zeros, zeros, weights, peephole, peephole, peephole, noBias],
        ...[i[t], cs[t], f[t], o[t], ci[t], co[t], ofCell, ofOutput],
      ],
      NO_PEEPHOLES,
    );
    const [cell, gate] = outputsOf(step, 2);
    ofCell = cell;
    gates.unshift(gate);
    if (t === 0) break;
    const recurrent = graph.matMul(gate, recurrence);
    const own = gradients[t - 1];
    ofOutput = own === null ? recurrent : graph.add(recurrent, own);
  }
  return graph.concat(gates, 0);
}

/** LSTMBlockCellGrad has the gates as input, candidate, forget, output; Keras has the middle two the other way round. */
function swapGates(graph: Graph, tensor: Output, axis: number): Output {
  const [first, second, third, fourth] = graph.split(tensor, 4, axis);
  return graph.concat([first, third, second, fourth], axis);
}

function stepsInOrder(graph: Graph, timeMajor: Output, backwards: boolean): Output {
  return backwards ? graph.reverse(timeMajor) : timeMajor;
}

/** [batch, steps, inputs] to [steps, batch, inputs] by `CountedSteps.taken`, [steps, batch]. */
function takenSteps(graph: Graph, x: Output, taken: Output): Output {
  return graph.rows(graph.reshape(x, [graph.integers(-1), graph.size(x, 2)]), taken);
}

function flatIndices(graph: Graph, indices: Output): Output {
  return graph.node('Reshape', [indices, graph.integers([-1])], { T: INT32, Tshape: INT32 });
}
