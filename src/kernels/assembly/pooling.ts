import { FLOAT, VECTOR, loadFirst, storeFirst } from './simd';

/**
 * Gradient of max pooling over [batch, height, width, channels]: each output's gradient goes to the first place in its
 * window that holds the maximum. `gradient` is of the input's shape and filled here.
 */
export function maxPoolGradient(
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  filterHeight: i32,
  filterWidth: i32,
  outHeight: i32,
  outWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  padTop: i32,
  padLeft: i32,
  input: usize,
  output: usize,
  outputGradient: usize,
  gradient: usize,
): void {
  const bytes = <usize>channels * FLOAT;
  const imageBytes = <usize>(height * width) * bytes;
  memory.fill(gradient, 0, <usize>batch * imageBytes);
  let out: usize = 0;
  for (let image = 0; image < batch; image++) {
    const base = <usize>image * imageBytes;
    for (let outRow = 0; outRow < outHeight; outRow++) {
      const top = max(0, outRow * strideHeight - padTop);
      const bottom = min(height, outRow * strideHeight - padTop + filterHeight);
      for (let outColumn = 0; outColumn < outWidth; outColumn++, out += bytes) {
        const left = max(0, outColumn * strideWidth - padLeft);
        const right = min(width, outColumn * strideWidth - padLeft + filterWidth);
        let at: usize = 0;
        for (; at + VECTOR <= bytes; at += VECTOR) {
          const maximum = v128.load(output + out + at);
          const passed = v128.load(outputGradient + out + at);
          let open = i32x4.splat(-1);
          for (let row = top; row < bottom; row++) {
            for (let column = left; column < right; column++) {
              const place = base + <usize>(row * width + column) * bytes + at;
              const first = v128.and(f32x4.eq(v128.load(input + place), maximum), open);
              open = v128.andnot(open, first);
              v128.store(gradient + place, f32x4.add(v128.load(gradient + place), v128.and(passed, first)));
            }
          }
        }
        for (; at < bytes; at += FLOAT) {
          const maximum = loadFirst(output + out + at);
          const passed = loadFirst(outputGradient + out + at);
          let open = i32x4.splat(-1);
          for (let row = top; row < bottom; row++) {
            for (let column = left; column < right; column++) {
              const place = base + <usize>(row * width + column) * bytes + at;
              const first = v128.and(f32x4.eq(loadFirst(input + place), maximum), open);
              open = v128.andnot(open, first);
              storeFirst(gradient + place, f32x4.add(loadFirst(gradient + place), v128.and(passed, first)));
            }
          }
        }
      }
    }
  }
}
