import type { KernelModule } from '../module.js';
import type { GruKernel, GruShape } from './kernel.js';

/** Rows of the batch that are computed together, and columns of the weights. */
const [ROWS, COLUMNS] = [4, 8];

/** The GRU in WebAssembly; arrays are copied into the module's memory and out of it. */
export function wasmGru({ functions, memory, crew }: KernelModule): GruKernel {
  return {
    forward(shape, input, weights, trace) {
      const { batch, steps, inputs, units } = shape;
      const { kernel, recurrentKernel, bias } = weights;
      const shares = crew.sharesOf(Math.ceil(batch / ROWS), work(shape));
      const [x, mask, pKernel, pBias, outputs, gates, scratch] = memory.layOut(
        ...[input.x.byteLength, input.mask?.byteLength ?? 0],
        ...[kernel.byteLength + recurrentKernel.byteLength, bias.byteLength],
        ...[trace.outputs.byteLength, trace.gates.byteLength],
        shares * (functions.gruForwardScratch(batch, inputs, units) >>> 0),
      );
      memory.write(x, input.x);
      if (input.mask !== null) memory.write(mask, input.mask);
      memory.write(pKernel, kernel);
      memory.write(pKernel + kernel.byteLength, recurrentKernel);
      memory.write(pBias, bias);
      crew.run('gruForward', shares, [
        ...[batch, steps, inputs, units, Number(shape.backwards)],
        ...[x, input.mask === null ? 0 : mask, pKernel, pBias, outputs, gates, scratch],
      ]);
      memory.read(outputs, trace.outputs);
      memory.read(gates, trace.gates);
    },

    backward(shape, input, weights, trace, outputGradient, gradients) {
      const { batch, steps, inputs, units } = shape;
      const { kernel, recurrentKernel } = weights;
      const lastOnly = outputGradient.length === batch * units;
      const shares = crew.sharesOf(Math.ceil(batch / ROWS), work(shape));
      const [rows, terms] = [inputs + units + 1, batch * steps];
      const gatePanels = functions.panelBytes(rows, 2 * units, terms) >>> 0;
      const [x, mask, pKernel, outputs, gates, given, dx, dGates, dCandidate, panels, scratch] =
        memory.layOut(
          ...[input.x.byteLength, input.mask?.byteLength ?? 0],
          kernel.byteLength + recurrentKernel.byteLength,
          ...[trace.outputs.byteLength, trace.gates.byteLength],
          ...[outputGradient.byteLength, gradients.x.byteLength],
          ...[2, 1].map((blocks) => rows * blocks * units * Float32Array.BYTES_PER_ELEMENT),
          gatePanels + (functions.panelBytes(rows, units, terms) >>> 0),
          shares * (functions.gruBackwardScratch(batch, inputs, units) >>> 0),
        );
      memory.write(x, input.x);
      if (input.mask !== null) memory.write(mask, input.mask);
      memory.write(pKernel, kernel);
      memory.write(pKernel + kernel.byteLength, recurrentKernel);
      memory.write(outputs, trace.outputs);
      memory.write(gates, trace.gates);
      memory.write(given, outputGradient);
      crew.run('gruBackward', shares, [
        ...[batch, steps, inputs, units, Number(shape.backwards), Number(lastOnly)],
        ...[x, input.mask === null ? 0 : mask, pKernel, outputs, gates, given, dx, panels, scratch],
      ]);
      const product = (columns: number, from: number, to: number): void => {
        const columnShares = crew.sharesOf(Math.ceil(columns / COLUMNS), work(shape));
        crew.run('panelProduct', columnShares, [rows, columns, terms, from, to]);
      };
      product(2 * units, panels, dGates);
      product(units, panels + gatePanels, dCandidate);
      memory.read(dx, gradients.x);
      const sums = new Float32Array(rows * 3 * units);
      sideBySide(
        sums,
        units,
        memoryOf(memory, dGates, rows * 2 * units),
        memoryOf(memory, dCandidate, rows * units),
      );
      const [kernelEnd, recurrentEnd] = [kernel.length, kernel.length + recurrentKernel.length];
      gradients.kernel.set(sums.subarray(0, kernelEnd));
      gradients.recurrentKernel.set(sums.subarray(kernelEnd, recurrentEnd));
      gradients.bias.set(sums.subarray(recurrentEnd));
    },
  };
}

function memoryOf(memory: KernelModule['memory'], pointer: number, length: number): Float32Array {
  const copy = new Float32Array(length);
  memory.read(pointer, copy);
  return copy;
}

/** Rows of `left`, [rows, 2 units], with those of `right`, [rows, units], behind them. */
function sideBySide(made: Float32Array, units: number, left: Float32Array, right: Float32Array): void {
  for (let row = 0; row * units < right.length; row++) {
    made.set(left.subarray(2 * row * units, 2 * (row + 1) * units), 3 * row * units);
    made.set(right.subarray(row * units, (row + 1) * units), (3 * row + 2) * units);
  }
}

/** Multiply-adds of the products of one pass over a sequence. */
function work({ batch, steps, inputs, units }: GruShape): number {
  return batch * steps * (inputs + units) * 3 * units;
}
