import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { backendFindings, missing, type BackendSurroundings } from '../../src/cli/backendFindings.js';
import { INSTALLABLE } from '../../src/core/backends/packages.js';
import { builtInRegistry } from '../../src/plugins/index.js';

async function bareMachine(): Promise<BackendSurroundings> {
  const empty = await mkdtemp(join(tmpdir(), 'intone-bare-'));
  onTestFinished(() => rm(empty, { recursive: true }));
  return { environment: { PATH: empty }, platform: 'linux-x64', card: false };
}

test('every backend has its line, and auto says which one it takes', async () => {
  const findings = await backendFindings(builtInRegistry());
  const names = builtInRegistry().names('backend');
  expect(findings.map(({ what }) => what)).toEqual(names.map((name) => `backend ${name}`));
  expect(findings.find(({ what }) => what === 'backend auto')?.found).toMatch(
    /^takes wasm, the fastest here/,
  );
  expect(findings.every(({ state }) => state !== 'fault')).toBe(true);
});

test('a missing tensorflow is said to be worth installing, and a missing compiler with it', async () => {
  const bare = await bareMachine();
  expect(await missing(INSTALLABLE.cpu, bare)).toEqual({
    what: 'backend tensorflow',
    state: 'note',
    found: 'not installed',
    advice:
      'To train about twice as fast as with wasm: intone backend install tensorflow. ' +
      'It takes a C++ compiler, and none is here: install g++ first.',
  });
  const mac = await missing(INSTALLABLE.cpu, { ...bare, platform: 'darwin-arm64' });
  expect(mac.advice).toBe('To train about twice as fast as with wasm: intone backend install tensorflow.');
});

test('a missing tensorflow-gpu is a matter only where a card is', async () => {
  const bare = await bareMachine();
  expect(await missing(INSTALLABLE.gpu, bare)).toEqual({
    what: 'backend tensorflow-gpu',
    state: 'good',
    found: 'not installed; no driver for a CUDA card is here',
  });
  const { state, advice } = await missing(INSTALLABLE.gpu, { ...bare, card: true });
  expect(state).toBe('note');
  expect(advice).toMatch(/^To train on the CUDA card: intone backend install tensorflow-gpu\./);
});
