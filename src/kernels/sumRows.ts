import type { KernelModule } from './module.js';

/** Fills `sums`, [columns], with the sums of x, [rows, columns], over its rows: in order, in 32 bits. */
export function sumRows(
  { functions, memory }: KernelModule,
  rows: number,
  x: Float32Array,
  sums: Float32Array,
): void {
  const [px, pSums] = memory.layOut(x.byteLength, sums.byteLength);
  memory.write(px, x);
  functions.sumRows(rows, sums.length, px, pSums);
  memory.read(pSums, sums);
}
