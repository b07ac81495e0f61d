import { widthOf } from './charts/fit.js';
import type { Theme } from './theme.js';

/** The keys and what they do, as the help shows them. */
const HELP: readonly (readonly [keys: string, does: string])[] = [
  ['1-5, tab', 'overview, curves, classes, gate, log'],
  ['space', 'pause the run after this batch; go on'],
  ['s', 'stop after this epoch, keep the best, evaluate'],
  ['up, down', 'another metric; scroll the gate and the log'],
  ['/', 'filter the metrics by a regular expression'],
  ['+ -', 'zoom the curves in and out'],
  ['left, right', 'pan; the newest stays in view unless panned'],
  ['esc', 'take filter, zoom and pan back'],
  ['q', 'quit; asks while the run goes on'],
  ['Ctrl-C', 'save and stop; twice: stop at once'],
];
const KEY_WIDTH = 13;

export function helpLines(theme: Theme): readonly string[] {
  return [
    theme.strong('Keys'),
    '',
    ...HELP.map(([keys, does]) => theme.accent(keys.padEnd(KEY_WIDTH)) + does),
    '',
    theme.faint('Any key closes this.'),
  ];
}

export function quitLines(theme: Theme): readonly string[] {
  const choice = (key: string, does: string): string => `${theme.accent(key.padEnd(5))}${does}`;
  return [
    theme.strong('The run is not over.'),
    '',
    choice('l', 'leave it running and close the screen'),
    choice('s', 'stop and save: it can be resumed'),
    choice('esc', 'go back'),
  ];
}

/** Lines in the middle of `width` × `height`; what does not fit is left out at the bottom. */
export function centred(lines: readonly string[], width: number, height: number): readonly string[] {
  const left = Math.max(0, Math.floor((width - Math.max(...lines.map(widthOf))) / 2));
  const top = Math.max(0, Math.floor((height - lines.length) / 2));
  return [
    ...Array<string>(top).fill(''),
    ...lines.map((line) => (line === '' ? '' : ' '.repeat(left) + line)),
  ].slice(0, height);
}
