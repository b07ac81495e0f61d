import { FLOAT } from './simd';

/**
 * Lays out what each output of a 2-D convolution sees of one image ("im2col"): from [height, width, channels] to
 * [outHeight · outWidth, filterHeight · filterWidth · channels]. Beyond the image's edge is zero.
 */
export function gatherPatches(
  image: usize,
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
  patches: usize,
): void {
  const bytes = <usize>channels * FLOAT;
  let to = patches;
  for (let outRow = 0; outRow < outHeight; outRow++) {
    for (let outColumn = 0; outColumn < outWidth; outColumn++) {
      for (let filterRow = 0; filterRow < filterHeight; filterRow++) {
        const row = outRow * strideHeight - padTop + filterRow;
        for (let filterColumn = 0; filterColumn < filterWidth; filterColumn++, to += bytes) {
          const column = outColumn * strideWidth - padLeft + filterColumn;
          if (row >= 0 && row < height && column >= 0 && column < width) {
            memory.copy(to, image + <usize>(row * width + column) * bytes, bytes);
          } else {
            memory.fill(to, 0, bytes);
          }
        }
      }
    }
  }
}

/** The way back: adds each patch's numbers to the image's where they came from. Same shapes as `gatherPatches`. */
export function scatterPatches(
  image: usize,
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
  patches: usize,
): void {
  const bytes = <usize>channels * FLOAT;
  let from = patches;
  for (let outRow = 0; outRow < outHeight; outRow++) {
    for (let outColumn = 0; outColumn < outWidth; outColumn++) {
      for (let filterRow = 0; filterRow < filterHeight; filterRow++) {
        const row = outRow * strideHeight - padTop + filterRow;
        for (let filterColumn = 0; filterColumn < filterWidth; filterColumn++, from += bytes) {
          const column = outColumn * strideWidth - padLeft + filterColumn;
          if (row < 0 || row >= height || column < 0 || column >= width) continue;
          const to = image + <usize>(row * width + column) * bytes;
          for (let at: usize = 0; at < bytes; at += FLOAT) {
            store<f32>(to + at, load<f32>(to + at) + load<f32>(from + at));
          }
        }
      }
    }
  }
}
