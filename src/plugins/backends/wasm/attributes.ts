import { Type, type Static, type TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';

const Pair = Type.Tuple([Type.Number(), Type.Number()]);
const FourSizes = Type.Tuple([Type.Number(), Type.Number(), Type.Number(), Type.Number()]);
const Strides = Type.Union([Type.Number(), Pair]);
const Padding = Type.Union([
  ...[Type.Literal('valid'), Type.Literal('same'), Type.Number()],
  Type.Tuple([Pair, Pair, Pair, Pair]),
]);

/** Attributes of TensorFlow.js's kernels, as `kernel_names.ts` in its core declares them. */
export const MatMulAttributes = Type.Object({ transposeA: Type.Boolean(), transposeB: Type.Boolean() });
const Rounding = Type.Union([Type.Literal('floor'), Type.Literal('round'), Type.Literal('ceil')]);
export const ConvolutionAttributes = Type.Object({
  strides: Strides,
  pad: Padding,
  dataFormat: Type.Literal('NHWC'),
  dilations: Type.Union([Type.Literal(1), Type.Tuple([Type.Literal(1), Type.Literal(1)])]),
  dimRoundingMode: Type.Optional(Type.Union([Rounding, Type.Undefined()])),
});
export const FilterGradientAttributes = Type.Object({
  strides: Strides,
  pad: Padding,
  dataFormat: Type.Literal('NHWC'),
  filterShape: FourSizes,
});
export const InputGradientAttributes = Type.Object({
  strides: Strides,
  pad: Padding,
  dataFormat: Type.Literal('NHWC'),
  inputShape: FourSizes,
});
export const MaxPoolGradientAttributes = Type.Object({ filterSize: Strides, strides: Strides, pad: Padding });

export const ReverseAttributes = Type.Object({
  dims: Type.Union([Type.Number(), Type.Array(Type.Number())]),
});

export const SplitAttributes = Type.Object({
  axis: Type.Number(),
  numOrSizeSplits: Type.Union([Type.Number(), Type.Array(Type.Number())]),
});

/** A kernel's attributes, checked. */
export function attributesOf<S extends TSchema>(schema: S, attributes: unknown): Static<S> {
  Value.Assert(schema, attributes);
  return attributes;
}

export function inputOf(inputs: NamedTensorInfoMap, name: string): TensorInfo {
  const tensor = inputs[name];
  if (tensor === undefined) throw new TypeError(`The kernel was given no '${name}'.`);
  return tensor;
}

export function fourSizes([first, second, third, fourth]: readonly number[]): [
  number,
  number,
  number,
  number,
] {
  return [first, second, third, fourth];
}

/** Whether a convolution's attributes are those that `ConvolutionAttributes` covers. */
export function isPlainConvolution(attributes: unknown): boolean {
  return Value.Check(ConvolutionAttributes, attributes);
}
