import type { InputKind, ModelInput, NetworkModel } from '../registry/contracts.js';
import { listed } from '../text/words.js';

/** Whether a model can be built for inputs of these kinds, in whatever order they come. */
export function canTake(takes: NetworkModel['takes'], kinds: readonly InputKind[]): boolean {
  const wanted = sorted(kinds);
  return takes === 'any' || takes.some((combination) => sorted(combination) === wanted);
}

/** Reads as `one vector, or one sequence and one vector`. */
export function takesText(takes: NetworkModel['takes']): string {
  return takes === 'any' ? 'any inputs' : takes.map(kindsText).join(', or ');
}

/** Reads as `2 sequences and one vector`. */
export function kindsText(kinds: readonly InputKind[]): string {
  const counted = (['sequence', 'vector'] as const).flatMap((kind) => {
    const count = kinds.filter((each) => each === kind).length;
    return count === 0 ? [] : [count === 1 ? `one ${kind}` : `${count} ${kind}s`];
  });
  return listed(counted);
}

export function kindOf({ shape }: ModelInput): InputKind {
  return shape.length === 1 ? 'vector' : 'sequence';
}

function sorted(kinds: readonly InputKind[]): string {
  return [...kinds].sort().join();
}
