import type { KernelModule } from '../module.js';
import type { LstmKernel, LstmShape } from './kernel.js';

/** Rows of the batch that are computed together, and columns of the weights. */
const [ROWS, COLUMNS] = [4, 8];

/** The LSTM in WebAssembly; arrays are copied into the module's memory and out of it. */
export function wasmLstm({ functions, memory, crew }: KernelModule): LstmKernel {
  return {
    forward(shape, input, weights, trace) {
      const { batch, steps, inputs, units } = shape;
      const { kernel, recurrentKernel, bias } = weights;
      const shares = crew.sharesOf(Math.ceil(batch / ROWS), work(shape));
      const [x, mask, pKernel, pBias, outputs, cells, gates, scratch] = memory.layOut(
        ...[input.x.byteLength, input.mask?.byteLength ?? 0],
        ...[kernel.byteLength + recurrentKernel.byteLength, bias.byteLength],
        ...[trace.outputs.byteLength, trace.cells.byteLength, trace.gates.byteLength],
        shares * (functions.lstmForwardScratch(batch, inputs, units) >>> 0),
      );
      memory.write(x, input.x);
      if (input.mask !== null) memory.write(mask, input.mask);
      memory.write(pKernel, kernel);
      memory.write(pKernel + kernel.byteLength, recurrentKernel);
      memory.write(pBias, bias);
      crew.run('lstmForward', shares, [
        ...[batch, steps, inputs, units, Number(shape.backwards)],
        ...[x, input.mask === null ? 0 : mask, pKernel, pBias],
        ...[outputs, cells, gates, scratch],
      ]);
      memory.read(outputs, trace.outputs);
      memory.read(cells, trace.cells);
      memory.read(gates, trace.gates);
    },

    backward(shape, input, weights, trace, outputGradient, gradients) {
      const { batch, steps, inputs, units } = shape;
      const { kernel, recurrentKernel } = weights;
      const lastOnly = outputGradient.length === batch * units;
      const shares = crew.sharesOf(Math.ceil(batch / ROWS), work(shape));
      const [x, mask, pKernel, outputs, cells, gates, given, dx, dWeights, panels, scratch] = memory.layOut(
        ...[input.x.byteLength, input.mask?.byteLength ?? 0],
        kernel.byteLength + recurrentKernel.byteLength,
        ...[trace.outputs.byteLength, trace.cells.byteLength, trace.gates.byteLength],
        ...[outputGradient.byteLength, gradients.x.byteLength],
        kernel.byteLength + recurrentKernel.byteLength + gradients.bias.byteLength,
        functions.panelBytes(inputs + units + 1, 4 * units, batch * steps) >>> 0,
        shares * (functions.lstmBackwardScratch(batch, inputs, units) >>> 0),
      );
      memory.write(x, input.x);
      if (input.mask !== null) memory.write(mask, input.mask);
      memory.write(pKernel, kernel);
      memory.write(pKernel + kernel.byteLength, recurrentKernel);
      memory.write(outputs, trace.outputs);
      memory.write(cells, trace.cells);
      memory.write(gates, trace.gates);
      memory.write(given, outputGradient);
      crew.run('lstmBackward', shares, [
        ...[batch, steps, inputs, units, Number(shape.backwards), Number(lastOnly)],
        ...[x, input.mask === null ? 0 : mask, pKernel, outputs, cells, gates, given, dx],
        ...[panels, scratch],
      ]);
      const columnShares = crew.sharesOf(Math.ceil((4 * units) / COLUMNS), work(shape));
      crew.run('panelProduct', columnShares, [
        inputs + units + 1,
        4 * units,
        batch * steps,
        panels,
        dWeights,
      ]);
      memory.read(dx, gradients.x);
      memory.read(dWeights, gradients.kernel);
      memory.read(dWeights + kernel.byteLength, gradients.recurrentKernel);
      memory.read(dWeights + kernel.byteLength + recurrentKernel.byteLength, gradients.bias);
    },
  };
}

/** Multiply-adds of the products of one pass over a sequence. */
function work({ batch, steps, inputs, units }: LstmShape): number {
  return batch * steps * (inputs + units) * 4 * units;
}
