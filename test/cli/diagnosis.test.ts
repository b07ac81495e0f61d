import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { conclusion, cores, NEEDED_NODE, node } from '../../src/cli/diagnosis.js';
import { ROOT } from './intone.js';

test('the version of Node that doctor asks for is the one of package.json', async () => {
  const manifest: unknown = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  expect(manifest).toMatchObject({ engines: { node: NEEDED_NODE } });
});

test.each([
  ['20.18.9', 'fault'],
  ['18.20.0', 'fault'],
  ['20.19.0', 'good'],
  ['22.0.0', 'good'],
  ['24.1.0', 'good'],
])('Node %s is %s', (version, state) => {
  expect(node(version, '>=20.19').state).toBe(state);
});

test('cores: what a run takes of them, and that more threads than cores gain nothing', () => {
  expect(cores(8, undefined)).toEqual({ what: 'cores', state: 'good', found: '8; a run uses all' });
  expect(cores(8, 1).found).toBe('8; a run uses 1 thread, as intone.local.yaml says');
  expect(cores(8, 8).state).toBe('good');
  expect(cores(2, 4)).toMatchObject({
    state: 'note',
    found: '2; a run uses 4 threads, as intone.local.yaml says',
  });
});

test('the last line names what keeps runs from starting', () => {
  const old = node('18.0.0', '>=20.19');
  expect(conclusion([old, { what: 'runs', state: 'fault', found: '' }])).toBe(
    'Runs cannot start here: mend node and runs.',
  );
  expect(conclusion([{ what: 'data', state: 'note', found: '' }])).toBe('Everything that runs need is here.');
});
