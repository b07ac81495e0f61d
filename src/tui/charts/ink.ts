/** Sets a text off in a colour or a weight; gives it back as it is where the terminal shows none. */
export type Ink = (text: string) => string;

/** How many colours a terminal shows, as the bits that Node's `getColorDepth` counts. */
export type ColourDepth = 1 | 4 | 8 | 24;

export const plain: Ink = (text) => text;

/** A colour: `#rrggbb` where it can be shown, and the nearest of the sixteen (SGR 30–37, 90–97) where not. */
export interface Colour {
  readonly hex: string;
  readonly basic: number;
}

/** SGR 256-colour cube: 16 + 36 r + 6 g + b, each 0 to 5. */
const CUBE_LEVELS = [0, 95, 135, 175, 215, 255];

/** Writes in a colour. */
export function inkOf({ hex, basic }: Colour, depth: ColourDepth): Ink {
  if (depth === 1) return plain;
  return sgr(depth === 4 ? String(basic) : `38;${extended(hex, depth)}`, '39');
}

/** Writes on a background. */
export function backgroundOf(hex: string, depth: 8 | 24): Ink {
  return sgr(`48;${extended(hex, depth)}`, '49');
}

/** A weight, e.g. bold; none on a terminal without colours, which may not know it. */
export function weight(on: 'bold' | 'dim' | 'inverse', depth: ColourDepth): Ink {
  if (depth === 1) return plain;
  return on === 'inverse' ? sgr('7', '27') : sgr(on === 'bold' ? '1' : '2', '22');
}

function rgbOf(hex: string): readonly [number, number, number] {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff];
}

/** The colour at `share` (0 to 1) of the way between two. */
export function mix(from: string, to: string, share: number): string {
  const end = rgbOf(to);
  const mixed = rgbOf(from).map((value, index) => Math.round(value + (end[index] - value) * share));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

function extended(hex: string, depth: 8 | 24): string {
  const [red, green, blue] = rgbOf(hex);
  if (depth === 24) return `2;${red};${green};${blue}`;
  return `5;${16 + 36 * cubeIndex(red) + 6 * cubeIndex(green) + cubeIndex(blue)}`;
}

function cubeIndex(value: number): number {
  const distances = CUBE_LEVELS.map((level) => Math.abs(level - value));
  return distances.indexOf(Math.min(...distances));
}

function sgr(on: string, off: string): Ink {
  return (text) => (text === '' ? '' : `\u001b[${on}m${text}\u001b[${off}m`);
}
