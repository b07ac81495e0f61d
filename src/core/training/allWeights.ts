import type { AdamNumbers } from '../../kernels/weightSteps.js';
import type { NamedTensorMap, Tensor, Tf } from './tf.js';
import { hasKernel, movedTowards, stepOfAdam, type AdamTensors } from './weightSteps.js';

/**
 * What is done to all weights at a step, as one operation where the backend has it: a network has dozens of weights, and
 * where a call costs more than what it computes, even one operation a weight is many. Elsewhere weight by weight.
 *
 * Inputs are named with the weight's place: `weight0`, `weight1` …
 */
export const ADAM_OF_ALL_KERNEL = 'IntoneAdamOfAll';
export const MOVE_ALL_KERNEL = 'IntoneMoveAllTowards';
export const CLIP_ALL_KERNEL = 'IntoneClipByGlobalNorm';

export interface AdamOfOne {
  readonly before: AdamTensors;
  readonly gradient: Tensor;
  readonly numbers: AdamNumbers;
}

/**
 * One step of Adam for each weight, as `stepOfAdam`.
 *
 * @param take copies what it wants to keep; the tensors that it is given are disposed of
 */
export function stepAllByAdam(
  tf: Tf,
  steps: readonly AdamOfOne[],
  take: (after: AdamTensors, index: number) => void,
): void {
  if (!hasKernel(tf, ADAM_OF_ALL_KERNEL)) {
    steps.forEach(({ before, gradient, numbers }, index) => {
      tf.tidy(() => {
        take(stepOfAdam(tf, before, gradient, numbers), index);
      });
    });
    return;
  }
  if (steps.length === 0) return;
  tf.tidy(() => {
    const inputs = steps.flatMap(({ before: { weight, first, second }, gradient }, index) => [
      [`weight${index}`, weight] as const,
      [`first${index}`, first] as const,
      [`second${index}`, second] as const,
      [`gradient${index}`, gradient] as const,
    ]);
    const each = (name: keyof AdamNumbers): number[] => steps.map(({ numbers }) => numbers[name]);
    const made = tf.engine().runKernel<Tensor[]>(ADAM_OF_ALL_KERNEL, Object.fromEntries(inputs), {
      beta1: each('beta1'),
      beta2: each('beta2'),
      kept: each('kept'),
      rate: each('rate'),
      scale: each('scale'),
      epsilon: each('epsilon'),
    });
    steps.forEach((_, index) => {
      const [weight, first, second] = made.slice(3 * index);
      take({ weight, first, second }, index);
    });
  });
}

/** Each of the values moved, as `movedTowards`; new tensors. */
export function allMovedTowards(
  tf: Tf,
  values: readonly Tensor[],
  others: readonly Tensor[],
  share: number,
): Tensor[] {
  if (values.length === 0 || !hasKernel(tf, MOVE_ALL_KERNEL)) {
    return values.map((value, index) => tf.tidy(() => movedTowards(tf, value, others[index], share)));
  }
  const inputs = values.flatMap((value, index) => [
    [`values${index}`, value] as const,
    [`others${index}`, others[index]] as const,
  ]);
  return tf.engine().runKernel<Tensor[]>(MOVE_ALL_KERNEL, Object.fromEntries(inputs), { share });
}

/** g · most / max(norm, most) of all gradients together, where the backend has it as one operation. */
export function clippedAtOnce(tf: Tf, gradients: NamedTensorMap, most: number): NamedTensorMap | null {
  const named = Object.entries(gradients);
  if (named.length === 0 || !hasKernel(tf, CLIP_ALL_KERNEL)) return null;
  const inputs = named.map(([, gradient], index) => [`gradient${index}`, gradient] as const);
  const made = tf.engine().runKernel<Tensor[]>(CLIP_ALL_KERNEL, Object.fromEntries(inputs), { most });
  return Object.fromEntries(named.map(([name], index) => [name, made[index]]));
}
