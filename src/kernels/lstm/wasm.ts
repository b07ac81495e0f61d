import type { KernelModule } from '../module.js';
import type { LstmKernel, LstmShape } from './kernel.js';

/** The LSTM in WebAssembly; arrays are copied into the module's memory and out of it. */
export function wasmLstm(module: KernelModule): LstmKernel {
  const { functions } = module;
  return {
    forward(shape, input, weights, trace) {
      const given = [input.x, input.mask, weights.kernel, weights.recurrentKernel, weights.bias];
      const made = [trace.outputs, trace.cells, trace.gates];
      const scratchBytes = functions.lstmForwardScratch(...sizesOf(shape)) >>> 0;
      onCopies(module, given, made, scratchBytes, (pointers) => {
        functions.lstmForward(...sizesOf(shape), Number(shape.backwards), ...pointers);
      });
    },

    backward(shape, input, weights, trace, outputGradient, gradients) {
      const lastOnly = outputGradient.length === shape.batch * shape.units;
      const given = [
        ...[input.x, input.mask, weights.kernel, weights.recurrentKernel],
        ...[trace.outputs, trace.cells, trace.gates, outputGradient],
      ];
      const made = [gradients.x, gradients.kernel, gradients.recurrentKernel, gradients.bias];
      const scratchBytes = functions.lstmBackwardScratch(...sizesOf(shape)) >>> 0;
      onCopies(module, given, made, scratchBytes, (pointers) => {
        functions.lstmBackward(...sizesOf(shape), Number(shape.backwards), Number(lastOnly), ...pointers);
      });
    },
  };
}

function sizesOf({ batch, steps, inputs, units }: LstmShape): [number, number, number, number] {
  return [batch, steps, inputs, units];
}

/**
 * Calls a function with pointers to copies of the given arrays, to room for the arrays that it makes, and to scratch;
 * the pointer of an absent array is 0.
 */
function onCopies(
  { memory }: KernelModule,
  given: readonly (Float32Array | null)[],
  made: readonly Float32Array[],
  scratchBytes: number,
  call: (pointers: readonly number[]) => void,
): void {
  const arrays = [...given, ...made];
  const pointers = memory.layOut(...arrays.map((array) => array?.byteLength ?? 0), scratchBytes);
  given.forEach((array, index) => {
    if (array === null) pointers[index] = 0;
    else memory.write(pointers[index], array);
  });
  call(pointers);
  made.forEach((array, index) => {
    memory.read(pointers[given.length + index], array);
  });
}
