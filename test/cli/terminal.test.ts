import { expect, test } from 'vitest';
import { canDraw, inTerminal } from '../../src/cli/terminal.js';

const tty = { isTTY: true };
const file = {};

test('somebody sits there where all three streams are a terminal, and it is no CI', () => {
  const terminal = { stdin: tty, stdout: tty, stderr: tty, env: {} };
  expect(inTerminal(terminal)).toBe(true);
  for (const stream of ['stdin', 'stdout', 'stderr']) {
    expect(inTerminal({ ...terminal, [stream]: file })).toBe(false);
  }
  for (const ci of ['true', '1', 'yes']) expect(inTerminal({ ...terminal, env: { CI: ci } })).toBe(false);
  for (const ci of ['', '0', 'false']) expect(inTerminal({ ...terminal, env: { CI: ci } })).toBe(true);
});

test('a dumb terminal gets lines', () => {
  expect(canDraw({ env: { TERM: 'dumb' } })).toBe(false);
  expect(canDraw({ env: { TERM: 'xterm-256color' } })).toBe(true);
});
