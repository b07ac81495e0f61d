import { CONFIG_INPUT_NAME, CONFIG_INPUTS_TWICE } from '../errors/config.js';
import { IntoneErrors, type IntoneError } from '../errors/entry.js';
import { inOrder, locationOf } from './codeFrame.js';
import { nodeAt, type ConfigNode, type ConfigPath } from './node.js';

/** Keys that stand at the top where there is one input, and in each input where there are `inputs`. */
const INPUT_KEYS = ['features', 'pool', 'scale'] as const;

/** Names of inputs: no underscore, so that none can be taken for the mask of another one. */
const INPUT_NAME = /^[A-Za-z][A-Za-z0-9-]*$/;

/** Where a config says what it computes for an input: at the top, or in `inputs`. */
export function inputPlaces(root: ConfigNode): (name: string) => ConfigPath {
  return namesInputs(root) ? (name) => ['inputs', name] : () => [];
}

export function namesInputs(root: ConfigNode): boolean {
  return nodeAt(root, ['inputs']) !== undefined;
}

/**
 * Checks what the schema of a config with `inputs` does not say.
 *
 * @throws IntoneErrors of CONFIG_INPUTS_TWICE for what stands beside `inputs` and belongs in them, CONFIG_INPUT_NAME
 */
export function checkInputKeys(root: ConfigNode): void {
  const inputs = nodeAt(root, ['inputs']);
  if (inputs === undefined || root.type !== 'map') return;
  const errors: IntoneError[] = [];
  for (const key of INPUT_KEYS) {
    const entry = root.entries.get(key);
    if (entry !== undefined) errors.push(CONFIG_INPUTS_TWICE({ key }, locationOf(entry.key)));
  }
  if (inputs.type === 'map') {
    for (const [name, { key }] of inputs.entries) {
      if (!INPUT_NAME.test(name)) errors.push(CONFIG_INPUT_NAME({ name }, locationOf(key)));
    }
  }
  if (errors.length > 0) throw new IntoneErrors(inOrder(errors));
}
