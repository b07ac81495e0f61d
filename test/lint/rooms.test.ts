import { resolve } from 'node:path';
import { ESLint } from 'eslint';
import { beforeAll, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
let eslint: ESLint;
beforeAll(() => {
  eslint = new ESLint({ cwd: root, ruleFilter: ({ ruleId }) => ruleId.startsWith('boundaries/') });
});

/** What the rooms' rule says of a file if this one line stood in it. */
async function complaints(file: string, line: string): Promise<readonly string[]> {
  const [result] = await eslint.lintText(line, { filePath: resolve(root, file) });
  return result.messages
    .filter(({ ruleId, fatal }) => fatal === true || ruleId?.startsWith('boundaries/'))
    .map(({ message }) => message);
}

const forbidden: readonly [file: string, line: string][] = [
  ['src/core/random.ts', "export * from '../plugins/scalers/standard.js';"],
  ['src/core/random.ts', "export type * from '../plugins/scalers/index.js';"],
  ['src/core/random.ts', "export * from '../cli/colour.js';"],
  ['src/core/random.ts', "export const colour = import('../cli/colour.js');"],
  ['src/core/random.ts', "export { ux } from '@oclif/core';"],
  ['src/core/random.ts', "export { render } from 'ink';"],
  ['src/plugins/scalers/standard.ts', "export * from '../samplers/index.js';"],
  ['src/plugins/features/rms.ts', "export * from './mel.js';"],
  ['src/plugins/scalers/standard.ts', "export * from '../../cli/colour.js';"],
  ['src/plugins/scalers/standard.ts', "export * from '../../index.js';"],
  ['src/plugins/scalers/standard.ts', "export { default } from 'cli-table3';"],
  ['src/cli/colour.ts', "export * from '../plugins/scalers/index.js';"],
  ['src/cli/colour.ts', "export * from '../plugins/scalers/standard.js';"],
  ['src/cli/colour.ts', "export * from '../kernels/lstm/reference.js';"],
  ['src/cli/colour.ts', "export * from '../worker/workOn.js';"],
  ['src/worker/workOn.ts', "export * from '../cli/colour.js';"],
  ['src/worker/workOn.ts', "export { render } from 'ink';"],
  ['src/core/random.ts', "export * from '../worker/startRun.js';"],
  ['src/kernels/lstm/reference.ts', "export * from '../../core/random.js';"],
  ['src/index.ts', "export * from './cli/colour.js';"],
];
test.each(forbidden)('%s must not: %s', async (file, line) => {
  expect(await complaints(file, line)).toHaveLength(1);
});

const allowed: readonly [file: string, line: string][] = [
  ['src/core/random.ts', "export * from './events.js';"],
  ['src/core/random.ts', "export * from '../kernels/lstm/reference.js';"],
  ['src/core/random.ts', "export { readFile } from 'node:fs/promises';"],
  ['src/core/random.ts', "export { Type } from '@sinclair/typebox';"],
  ['src/plugins/scalers/standard.ts', "export * from '../../core/random.js';"],
  ['src/plugins/scalers/standard.ts', "export * from '../../kernels/lstm/reference.js';"],
  ['src/plugins/scalers/index.ts', "export * from './standard.js';"],
  ['src/cli/colour.ts', "export * from '../core/random.js';"],
  ['src/cli/colour.ts', "export { ux } from '@oclif/core';"],
  ['src/cli/colour.ts', "export * from '../worker/startRun.js';"],
  ['src/worker/workOn.ts', "export * from '../plugins/index.js';"],
  ['src/index.ts', "export * from './core/random.js';"],
  ['test/lint/rooms.test.ts', "export * from '../../src/cli/colour.js';"],
];
test.each(allowed)('%s may: %s', async (file, line) => {
  expect(await complaints(file, line)).toEqual([]);
});
