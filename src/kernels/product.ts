import type { KernelModule } from './module.js';

/** Sizes of a product C = A · B: C is [m, n], A is [m, k] or, transposed, [k, m], B is [k, n] or, transposed, [n, k]. */
export interface ProductShape {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly leftTransposed: boolean;
  readonly rightTransposed: boolean;
}

/** Fills `c`, row-major, with the product of two row-major matrices. */
export function multiplyMatrices(
  { functions, memory, crew }: KernelModule,
  { m, n, k, leftTransposed, rightTransposed }: ProductShape,
  a: Float32Array,
  b: Float32Array,
  c: Float32Array,
): void {
  const [left, right] = [Number(leftTransposed), Number(rightTransposed)];
  const shares = crew.sharesOf(Math.ceil(Math.max(m / 4, n / 8)), m * n * k);
  const scratchBytes = shares * (functions.multiplyScratch(m, n, k, left) >>> 0);
  const [pa, pb, pc, scratch] = memory.layOut(a.byteLength, b.byteLength, c.byteLength, scratchBytes);
  memory.write(pa, a);
  memory.write(pb, b);
  crew.run('multiply', shares, [m, n, k, pa, left, pb, right, pc, 0, scratch]);
  memory.read(pc, c);
}
