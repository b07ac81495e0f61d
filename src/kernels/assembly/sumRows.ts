import { FLOAT, VECTOR } from './simd';

/** Columns that are summed together, in four registers. */
const GROUP: usize = 16;

/** Sums of the columns of x, [rows, columns], each over the rows in order, in 32 bits. */
export function sumRows(rows: usize, columns: usize, x: usize, sums: usize): void {
  const stride = columns * FLOAT;
  let column: usize = 0;
  for (; column + GROUP <= columns; column += GROUP) {
    let s0 = f32x4.splat(0);
    let s1 = f32x4.splat(0);
    let s2 = f32x4.splat(0);
    let s3 = f32x4.splat(0);
    let at = x + column * FLOAT;
    for (let row: usize = 0; row < rows; row++, at += stride) {
      s0 = f32x4.add(s0, v128.load(at));
      s1 = f32x4.add(s1, v128.load(at, VECTOR));
      s2 = f32x4.add(s2, v128.load(at, 2 * VECTOR));
      s3 = f32x4.add(s3, v128.load(at, 3 * VECTOR));
    }
    const to = sums + column * FLOAT;
    v128.store(to, s0);
    v128.store(to, s1, VECTOR);
    v128.store(to, s2, 2 * VECTOR);
    v128.store(to, s3, 3 * VECTOR);
  }
  for (; column < columns; column++) {
    let sum: f32 = 0;
    let at = x + column * FLOAT;
    for (let row: usize = 0; row < rows; row++, at += stride) sum += load<f32>(at);
    store<f32>(sums + column * FLOAT, sum);
  }
}
