import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { paletteFor } from '../../src/cli/colour.js';
import { reportFailure } from '../../src/cli/reportFailure.js';
import { IntoneErrors } from '../../src/core/errors.js';
import { usageErrors } from '../../src/core/errors/usage.js';

const printed = { stdout: '', stderr: '' };
beforeEach(() => {
  printed.stdout = printed.stderr = '';
  vi.spyOn(console, 'log').mockImplementation((text: string) => void (printed.stdout += `${text}\n`));
  vi.spyOn(console, 'error').mockImplementation((text: string) => void (printed.stderr += `${text}\n`));
});
afterEach(() => {
  vi.restoreAllMocks();
});

const mistake = usageErrors.USAGE_BAD_FLAG({ command: 'run', reason: 'Flag --set expects a value.' });
const plain = { json: false, verbose: false };

test("a mistake of the user's is printed without a stack, with its place and what to do", () => {
  const placed = mistake.at({ file: 'a.yaml', line: 3, column: 7, frame: '> 3 | x\n    | ^' });
  expect(reportFailure(placed, plain)).toBe(2);
  expect(printed.stderr).toBe(
    [
      'error[USAGE_BAD_FLAG] Flag --set expects a value.',
      '  --> a.yaml:3:7',
      '> 3 | x',
      '    | ^',
      "  help: Run 'intone help run' for what each flag takes.",
      '',
    ].join('\n'),
  );
});

test('several mistakes are printed one after the other; the gravest decides the exit code', () => {
  expect(reportFailure(new IntoneErrors([mistake, usageErrors.INTERRUPTED({})]), plain)).toBe(130);
  expect(printed.stderr.match(/error\[/g)).toHaveLength(2);
});

test("a fault of intone's own exits with 3, says so, and shows its stack only when asked", () => {
  const fault = new TypeError('x is not a function');
  expect(reportFailure(fault, plain)).toBe(3);
  expect(printed.stderr).toMatch(/^error\[INTERNAL] This is a fault of intone, not of your input: x is not/);
  expect(printed.stderr).toContain('--verbose');
  expect(printed.stderr).not.toContain('    at ');
  reportFailure(fault, { json: false, verbose: true });
  expect(printed.stderr).toContain('    at ');
});

test('a refusal of the operating system is no fault of intone', () => {
  const refusal = Object.assign(new Error("EACCES: permission denied, open 'x'"), { code: 'EACCES' });
  expect(reportFailure(refusal, plain)).toBe(2);
  expect(printed.stderr).toContain('error[SYSTEM_REFUSED] EACCES');
});

test('with --json every failure is one object on stdout', () => {
  reportFailure(new Error('odd'), { json: true, verbose: false });
  expect(printed.stderr).toBe('');
  expect(JSON.parse(printed.stdout)).toMatchObject({ error: { exit: 3, code: 'INTERNAL', mistakes: [{}] } });
});

test('colour is for terminals; FORCE_COLOR goes before NO_COLOR', () => {
  const coloured = (isTTY: boolean, environment: Record<string, string>): boolean =>
    paletteFor({ isTTY }, environment).bad('x') !== 'x';
  expect(coloured(true, { TERM: 'xterm' })).toBe(true);
  expect(coloured(true, { TERM: 'dumb' })).toBe(false);
  expect(coloured(false, { TERM: 'xterm' })).toBe(false);
  expect(coloured(true, { NO_COLOR: '1' })).toBe(false);
  expect(coloured(true, { NO_COLOR: '' })).toBe(true);
  expect(coloured(false, { NO_COLOR: '1', FORCE_COLOR: '1' })).toBe(true);
  expect(coloured(true, { FORCE_COLOR: '0' })).toBe(false);
});
