import { inkOf, weight, type Colour, type ColourDepth, type Ink } from './charts/ink.js';
import { colourOfName } from './charts/palette.js';
import type { Terminal } from './terminal.js';

/** The colours, weights and signs that screens are made of. */
export interface Theme {
  readonly depth: ColourDepth;
  readonly unicode: boolean;
  readonly strong: Ink;
  readonly faint: Ink;
  readonly inverse: Ink;
  readonly good: Ink;
  readonly bad: Ink;
  readonly warning: Ink;
  readonly accent: Ink;
  readonly train: Ink;
  readonly validation: Ink;
  readonly signs: Signs;
  /** The ink of a class, by its name. */
  readonly ofClass: (name: string) => Ink;
}

/** What says without colour what colours say. */
export interface Signs {
  readonly done: string;
  readonly failed: string;
  readonly running: string;
  readonly waiting: string;
  readonly paused: string;
  readonly warning: string;
  readonly best: string;
  readonly dot: string;
  readonly rule: string;
  readonly about: string;
}

const UNICODE_SIGNS: Signs = {
  done: '✓',
  failed: '✗',
  running: '▶',
  waiting: '·',
  paused: '‖',
  warning: '!',
  best: '▲',
  dot: '·',
  rule: '─',
  about: '≈',
};
const ASCII_SIGNS: Signs = {
  done: '+',
  failed: 'x',
  running: '>',
  waiting: '.',
  paused: '=',
  warning: '!',
  best: '^',
  dot: '|',
  rule: '-',
  about: '~',
};

const GOOD: Colour = { hex: '#2ecc71', basic: 32 };
const BAD: Colour = { hex: '#e74c3c', basic: 31 };
const WARNING: Colour = { hex: '#f39c12', basic: 33 };
const ACCENT: Colour = { hex: '#56b4e9', basic: 36 };
const TRAIN: Colour = { hex: '#e69f00', basic: 33 };

/** The emotions' colours; fearful is lightened on a dark ground. */
const EMOTIONS: Readonly<Record<string, Colour | undefined>> = {
  neutral: { hex: '#3498db', basic: 94 },
  calm: { hex: '#2ecc71', basic: 92 },
  happy: { hex: '#f1c40f', basic: 93 },
  sad: { hex: '#9b59b6', basic: 35 },
  angry: { hex: '#e74c3c', basic: 91 },
  fearful: { hex: '#34495e', basic: 34 },
  disgust: { hex: '#16a085', basic: 36 },
  surprised: { hex: '#d35400', basic: 33 },
};
const FEARFUL_ON_DARK: Colour = { hex: '#7f9bb8', basic: 37 };

export function themeFor({ depth, unicode, light }: Terminal): Theme {
  const ink = (colour: Colour): Ink => inkOf(colour, depth);
  return {
    depth,
    unicode,
    strong: weight('bold', depth),
    faint: weight('dim', depth),
    inverse: weight('inverse', depth),
    good: ink(GOOD),
    bad: ink(BAD),
    warning: ink(WARNING),
    accent: ink(ACCENT),
    train: ink(TRAIN),
    validation: ink(ACCENT),
    signs: unicode ? UNICODE_SIGNS : ASCII_SIGNS,
    ofClass: (name) => ink(classColour(name, light)),
  };
}

function classColour(name: string, light: boolean): Colour {
  if (name === 'fearful' && !light) return FEARFUL_ON_DARK;
  return (Object.hasOwn(EMOTIONS, name) ? EMOTIONS[name] : undefined) ?? colourOfName(name);
}
