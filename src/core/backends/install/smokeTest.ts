import { fileURLToPath } from 'node:url';
import { Type, type Static } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { complaint, runCommand } from './command.js';
import type { InstallContext } from './progress.js';

export const SmokeSchema = Type.Object({
  library: Type.String({ description: "TensorFlow's own version." }),
  gpu: Type.Boolean({ description: 'Whether it computes on a GPU.' }),
  product: Type.Array(Type.Number()),
});
export type Smoke = Static<typeof SmokeSchema>;

/** What the smoke test uses of the package. */
export interface Tfjs {
  tensor2d(values: readonly number[], shape: readonly [number, number]): unknown;
  matMul(left: unknown, right: unknown): { dataSync(): Float32Array };
  backend(): { readonly binding: { readonly TF_Version: string }; readonly isUsingGpuDevice?: boolean };
}

const ENTRY = fileURLToPath(new URL('smokeEntry.js', import.meta.url));
const EXPECTED = [19, 22, 43, 50];
/** Milliseconds; on a slow disk loading a GPU's libraries takes its time. */
const LIMIT = 180_000;

/**
 * Loads an installation in a process of its own and computes with it: what crashes there, crashes nothing here.
 *
 * @returns what it found, or, as a string, why it does not compute
 */
export async function smokeTest(packageFolder: string, context: InstallContext): Promise<Smoke | string> {
  const ended = await runCommand(process.execPath, [ENTRY, packageFolder], { ...context, limit: LIMIT });
  if (ended.code !== 0) return ended.code === null && !ended.timedOut ? 'it crashed' : complaint(ended);
  const smoke = parse(ended.stdout.trim().split('\n').at(-1) ?? '');
  if (smoke === null) return 'it gives no product of two matrices';
  const right =
    smoke.product.length === EXPECTED.length && smoke.product.every((each, i) => each === EXPECTED[i]);
  return right
    ? smoke
    : `the product of two matrices is ${smoke.product.join(', ')}, not ${EXPECTED.join(', ')}`;
}

function parse(line: string): Smoke | null {
  try {
    const smoke: unknown = JSON.parse(line);
    return Value.Check(SmokeSchema, smoke) ? smoke : null;
  } catch {
    return null;
  }
}
