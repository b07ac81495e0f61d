import { fourByEight, fourBySixteen } from './fourRows';
import { FLOAT, VECTOR } from './simd';
import { sixByEight, sixBySixteen } from './sixRows';
import { edgeTile } from './thread';
import { COLUMNS, PANEL_ROW, ROWS } from './tileSize';

/**
 * A tile of C, `height` rows as `tileRows` gives them and `width` columns of at most `COLUMNS`: A times a panel of B over
 * `depth` terms, or that added to what is there. A's number of a row and a term lies at `a` + row · aRow + term · aStep.
 */
export function tile(
  depth: usize,
  a: usize,
  aRow: usize,
  aStep: usize,
  panel: usize,
  c: usize,
  cStride: usize,
  height: usize,
  width: usize,
  adding: bool,
): void {
  const tall = height > 4;
  const rows: usize = tall ? ROWS : 4;
  const whole = height === rows && width === COLUMNS;
  const bytes = width * FLOAT;
  const at = whole ? c : edgeTile;
  const stride = whole ? cStride : PANEL_ROW;
  if (!adding) {
    for (let row: usize = 0; row < rows; row++) {
      for (let column: usize = 0; column < PANEL_ROW; column += VECTOR) {
        v128.store(at + row * stride + column, f32x4.splat(0));
      }
    }
  } else if (!whole) {
    for (let row: usize = 0; row < height; row++) memory.copy(at + row * stride, c + row * cStride, bytes);
  }
  // Rows that A lacks repeat its last one.
  const last = height - 1;
  const a1 = a + min<usize>(1, last) * aRow;
  const a2 = a + min<usize>(2, last) * aRow;
  const a3 = a + min<usize>(3, last) * aRow;
  if (ROWS > 4 && tall) {
    const a4 = a + 4 * aRow;
    const a5 = a + min<usize>(5, last) * aRow;
    // @ts-ignore: a constant that the build gives
    if (WIDE) sixBySixteen(depth, a, a1, a2, a3, a4, a5, aStep, panel, at, stride);
    else sixByEight(depth, a, a1, a2, a3, a4, a5, aStep, panel, at, stride);
  } else {
    // @ts-ignore: a constant that the build gives
    if (WIDE) fourBySixteen(depth, a, a1, a2, a3, aStep, panel, at, stride);
    else fourByEight(depth, a, a1, a2, a3, aStep, panel, at, stride);
  }
  if (!whole) {
    for (let row: usize = 0; row < height; row++) memory.copy(c + row * cStride, at + row * stride, bytes);
  }
}
