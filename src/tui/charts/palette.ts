import type { Colour } from './ink.js';

/** Eight colours that stay apart on a dark and on a light ground (after Okabe and Ito 2008). */
const STABLE: readonly Colour[] = [
  { hex: '#56b4e9', basic: 96 },
  { hex: '#e69f00', basic: 33 },
  { hex: '#009e73', basic: 32 },
  { hex: '#cc79a7', basic: 95 },
  { hex: '#0072b2', basic: 34 },
  { hex: '#d55e00', basic: 31 },
  { hex: '#b3a600', basic: 93 },
  { hex: '#8c8c8c', basic: 90 },
];

/** The colour of the nth thing; the same every time. */
export function stableColour(index: number): Colour {
  return STABLE[index % STABLE.length];
}

/** The colour of a thing by its name; the same every time and wherever it stands in a list. */
export function colourOfName(name: string): Colour {
  // FNV-1a, 32 bits.
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return stableColour(hash);
}
