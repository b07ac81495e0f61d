import { CACHE_BAD_AGE, CACHE_BAD_SIZE } from '../errors/cache.js';

const AGES: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const SIZES: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};

/** `30d` in milliseconds. Throws CACHE_BAD_AGE. */
export function parseAge(age: string): number {
  const milliseconds = quantity(age, AGES);
  if (milliseconds === null) throw CACHE_BAD_AGE({ age });
  return milliseconds;
}

/** `1GB` in bytes. Throws CACHE_BAD_SIZE. */
export function parseSize(size: string): number {
  const bytes = quantity(size, SIZES);
  if (bytes === null) throw CACHE_BAD_SIZE({ size });
  return bytes;
}

/** Null where it is no number with one of the units. */
function quantity(text: string, units: Readonly<Record<string, number>>): number | null {
  const parts = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/i.exec(text.trim());
  if (parts === null) return null;
  const [, number, unit] = parts;
  const known = Object.entries(units).find(([name]) => name === unit.toLowerCase());
  return known === undefined ? null : Number(number) * known[1];
}
