import { WriteStream } from 'node:tty';
import { describe, expect, it } from 'vitest';
import { terminalOf } from '../../src/tui/terminal.js';

/** As Node's terminals tell how many colours they have. */
const tty = {
  getColorDepth: (environment?: object): number =>
    WriteStream.prototype.getColorDepth.call(process.stdout, environment),
};
const UTF8 = { LANG: 'en_US.UTF-8', TERM: 'xterm-256color' };

describe('terminalOf', () => {
  it('finds the colours', () => {
    expect(terminalOf(tty, UTF8).depth).toBe(8);
    expect(terminalOf(tty, { ...UTF8, COLORTERM: 'truecolor' }).depth).toBe(24);
    expect(terminalOf(tty, { ...UTF8, TERM: 'linux' }).depth).toBe(4);
    expect(terminalOf(tty, { ...UTF8, NO_COLOR: '1' }).depth).toBe(1);
    expect(terminalOf(tty, { ...UTF8, TERM: 'dumb' }).depth).toBe(1);
    expect(terminalOf({}, UTF8).depth).toBe(1);
  });

  it('finds whether there is Unicode', () => {
    expect(terminalOf(tty, UTF8).unicode).toBe(true);
    expect(terminalOf(tty, { ...UTF8, LC_ALL: 'C' }).unicode).toBe(false);
    expect(terminalOf(tty, { LC_ALL: '', LC_CTYPE: 'C.utf8', LANG: 'C', TERM: 'xterm' }).unicode).toBe(true);
    expect(terminalOf(tty, { ...UTF8, TERM: 'linux' }).unicode).toBe(false);
    expect(terminalOf(tty, { ...UTF8, TERM: 'dumb' }).unicode).toBe(false);
    expect(terminalOf(tty, { ...UTF8, INTONE_ASCII: '1' }).unicode).toBe(false);
  });

  it('finds a light ground', () => {
    expect(terminalOf(tty, { ...UTF8, COLORFGBG: '0;15' }).light).toBe(true);
    expect(terminalOf(tty, { ...UTF8, COLORFGBG: '15;0' }).light).toBe(false);
    expect(terminalOf(tty, UTF8).light).toBe(false);
  });
});
