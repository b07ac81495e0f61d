import type { KernelConfig, backend_util } from '@tensorflow/tfjs-core';
import type { TensorMemory } from '../../../core/training/lstm/memory.js';
import type { Tf } from '../../../core/training/tf.js';
import {
  convolutionFilterGradient,
  convolutionInputGradient,
  convolve,
} from '../../../kernels/convolution.js';
import type { KernelModule } from '../../../kernels/module.js';
import { maxPoolingGradient } from '../../../kernels/pooling.js';
import type { Windows } from '../../../kernels/windows.js';
import {
  ConvolutionAttributes,
  FilterGradientAttributes,
  InputGradientAttributes,
  MaxPoolGradientAttributes,
  attributesOf,
  fourSizes,
  inputOf,
  isPlainConvolution,
} from './attributes.js';

/** The convolution itself, without dilation and of 32-bit numbers; else the backend's own. */
export function conv2d(
  tf: Tf,
  stock: KernelConfig,
  module: KernelModule,
  memory: TensorMemory,
): KernelConfig {
  return {
    ...stock,
    kernelFunc: (call) => {
      const [x, filter] = [inputOf(call.inputs, 'x'), inputOf(call.inputs, 'filter')];
      if (!isPlainConvolution(call.attrs) || x.dtype !== 'float32') return stock.kernelFunc(call);
      const { strides, pad, dimRoundingMode } = attributesOf(ConvolutionAttributes, call.attrs);
      const info = tf.backend_util.computeConv2DInfo(
        fourSizes(x.shape),
        fourSizes(filter.shape),
        strides,
        1,
        pad,
        dimRoundingMode,
      );
      const made = memory.create(info.outShape);
      convolve(
        ...[module, windowsOf(info), info.outChannels],
        ...[memory.floats(x), memory.floats(filter), memory.floats(made)],
      );
      return made;
    },
  };
}

/** The gradient of a convolution's filter, which the backend lacks (`conv1d` goes this way too). */
export function conv2dFilterGradient(tf: Tf, module: KernelModule, memory: TensorMemory): KernelConfig {
  return {
    kernelName: tf.Conv2DBackpropFilter,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => {
      const { strides, pad, filterShape } = attributesOf(FilterGradientAttributes, attrs);
      const [x, dy] = [inputOf(inputs, 'x'), inputOf(inputs, 'dy')];
      const info = tf.backend_util.computeConv2DInfo(fourSizes(x.shape), filterShape, strides, 1, pad);
      const made = memory.create(filterShape);
      convolutionFilterGradient(
        ...[module, windowsOf(info), info.outChannels],
        ...[memory.floats(x), memory.floats(dy), memory.floats(made)],
      );
      return made;
    },
  };
}

/** The gradient of a convolution's input, which the backend computes without its matrix product. */
export function conv2dInputGradient(tf: Tf, module: KernelModule, memory: TensorMemory): KernelConfig {
  return {
    kernelName: tf.Conv2DBackpropInput,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => {
      const { strides, pad, inputShape } = attributesOf(InputGradientAttributes, attrs);
      const [dy, filter] = [inputOf(inputs, 'dy'), inputOf(inputs, 'filter')];
      const info = tf.backend_util.computeConv2DInfo(inputShape, fourSizes(filter.shape), strides, 1, pad);
      const made = memory.create(inputShape);
      convolutionInputGradient(
        ...[module, windowsOf(info), info.outChannels],
        ...[memory.floats(dy), memory.floats(filter), memory.floats(made)],
      );
      return made;
    },
  };
}

/** The gradient of max pooling, which the backend computes a number at a time. */
export function maxPoolGradient(tf: Tf, module: KernelModule, memory: TensorMemory): KernelConfig {
  return {
    kernelName: tf.MaxPoolGrad,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => {
      const { filterSize, strides, pad } = attributesOf(MaxPoolGradientAttributes, attrs);
      const [x, y, dy] = [inputOf(inputs, 'input'), inputOf(inputs, 'output'), inputOf(inputs, 'dy')];
      const info = tf.backend_util.computePool2DInfo(fourSizes(x.shape), filterSize, strides, 1, pad);
      const made = memory.create(x.shape);
      const [values, maxima, gradient] = [memory.floats(x), memory.floats(y), memory.floats(dy)];
      maxPoolingGradient(module, windowsOf(info), values, maxima, gradient, memory.floats(made));
      return made;
    },
  };
}

function windowsOf(info: backend_util.Conv2DInfo): Windows {
  return {
    batch: info.batchSize,
    height: info.inHeight,
    width: info.inWidth,
    channels: info.inChannels,
    filterHeight: info.filterHeight,
    filterWidth: info.filterWidth,
    outHeight: info.outHeight,
    outWidth: info.outWidth,
    strideHeight: info.strideHeight,
    strideWidth: info.strideWidth,
    padTop: info.padInfo.top,
    padLeft: info.padInfo.left,
  };
}
