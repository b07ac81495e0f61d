import { intoLeftPanels, intoRightPanels, leftPanelBytes } from './panels';
import { gatherPatches, scatterPatches } from './patches';
import { multiplyPacked, packRight, packedBytes } from './product';
import { FLOAT, aligned } from './simd';
import { startOfShare } from './thread';

/** Bytes that each thread needs for the three passes below beside the arrays. */
export function convolutionScratch(places: usize, patch: usize, filters: usize): usize {
  return aligned(max(packedBytes(patch, filters), packedBytes(filters, patch))) + aligned(places * patch * FLOAT);
}

/**
 * A 2-D convolution, for a thread's share of the images: their patches, side by side, times the filter. Shapes as in
 * `../convolution.ts`.
 */
export function convolve(
  batch: usize,
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
  filters: usize,
  x: usize,
  filter: usize,
  y: usize,
  scratch: usize,
  share: usize,
  shares: usize,
): void {
  const places = <usize>(outHeight * outWidth);
  const patch = <usize>(filterHeight * filterWidth * channels);
  const packed = scratch + share * convolutionScratch(places, patch, filters);
  const patches = packed + aligned(max(packedBytes(patch, filters), packedBytes(filters, patch)));
  const end = startOfShare(batch, 1, share + 1, shares);
  packRight(filter, filters * FLOAT, patch, filters, false, packed);
  for (let index = startOfShare(batch, 1, share, shares); index < end; index++) {
    gatherPatches(
      x + index * <usize>(height * width * channels) * FLOAT,
      height,
      width,
      channels,
      filterHeight,
      filterWidth,
      outHeight,
      outWidth,
      strideHeight,
      strideWidth,
      padTop,
      padLeft,
      patches,
    );
    const made = y + index * places * filters * FLOAT;
    multiplyPacked(places, filters, patch, patches, patch * FLOAT, packed, made, filters * FLOAT, false);
  }
}

/** Gradient of the input, for a share of the images: the outputs' gradient times the filter, laid back into place. */
export function convolutionInputGradient(
  batch: usize,
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
  filters: usize,
  dy: usize,
  filter: usize,
  dx: usize,
  scratch: usize,
  share: usize,
  shares: usize,
): void {
  const places = <usize>(outHeight * outWidth);
  const patch = <usize>(filterHeight * filterWidth * channels);
  const image = <usize>(height * width * channels) * FLOAT;
  const packed = scratch + share * convolutionScratch(places, patch, filters);
  const patches = packed + aligned(max(packedBytes(patch, filters), packedBytes(filters, patch)));
  const end = startOfShare(batch, 1, share + 1, shares);
  packRight(filter, filters * FLOAT, filters, patch, true, packed);
  for (let index = startOfShare(batch, 1, share, shares); index < end; index++) {
    const given = dy + index * places * filters * FLOAT;
    multiplyPacked(places, patch, filters, given, filters * FLOAT, packed, patches, patch * FLOAT, false);
    memory.fill(dx + index * image, 0, image);
    scatterPatches(
      dx + index * image,
      height,
      width,
      channels,
      filterHeight,
      filterWidth,
      outHeight,
      outWidth,
      strideHeight,
      strideWidth,
      padTop,
      padLeft,
      patches,
    );
  }
}

/** Lays a share of the images' patches, and their outputs' gradient, into panels: the filter's gradient is their product. */
export function convolutionPanels(
  batch: usize,
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
  filters: usize,
  x: usize,
  dy: usize,
  panels: usize,
  scratch: usize,
  share: usize,
  shares: usize,
): void {
  const places = <usize>(outHeight * outWidth);
  const patch = <usize>(filterHeight * filterWidth * channels);
  const patches = scratch + share * convolutionScratch(places, patch, filters);
  const right = panels + leftPanelBytes(batch * places, patch);
  const end = startOfShare(batch, 1, share + 1, shares);
  for (let index = startOfShare(batch, 1, share, shares); index < end; index++) {
    gatherPatches(
      x + index * <usize>(height * width * channels) * FLOAT,
      height,
      width,
      channels,
      filterHeight,
      filterWidth,
      outHeight,
      outWidth,
      strideHeight,
      strideWidth,
      padTop,
      padLeft,
      patches,
    );
    const first = index * places;
    intoLeftPanels(patches, patch * FLOAT, places, patch, panels, batch * places, first);
    intoRightPanels(dy + first * filters * FLOAT, filters * FLOAT, places, filters, right, batch * places, first);
  }
}
