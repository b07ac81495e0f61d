import type { KernelModule } from './module.js';
import { sizesOfWindows, type Windows } from './windows.js';

const FLOAT = 4;

/**
 * Gradient of a convolution's filter, an image at a time: its patches, transposed, times the outputs' gradient.
 *
 * x: [batch, height, width, channels]; dy: [batch, outHeight, outWidth, filters];
 * fills `gradient`: [filterHeight, filterWidth, channels, filters].
 */
export function convolutionFilterGradient(
  { functions, memory }: KernelModule,
  windows: Windows,
  filters: number,
  x: Float32Array,
  dy: Float32Array,
  gradient: Float32Array,
): void {
  const { batch, places, patch, image } = sizes(windows);
  const [px, pdy, sum, patches, scratch] = memory.layOut(
    x.byteLength,
    dy.byteLength,
    gradient.byteLength,
    places * patch * FLOAT,
    functions.multiplyScratch(patch, filters, places, 1) >>> 0,
  );
  memory.write(px, x);
  memory.write(pdy, dy);
  for (let index = 0; index < batch; index++) {
    functions.gatherPatches(px + index * image * FLOAT, ...sizesOfWindows(windows), patches);
    const dyImage = pdy + index * places * filters * FLOAT;
    functions.multiply(patch, filters, places, patches, 1, dyImage, 0, sum, Number(index > 0), scratch, 0, 1);
  }
  memory.read(sum, gradient);
}

/**
 * Gradient of a convolution's input, an image at a time: the outputs' gradient times the filter, transposed, laid back
 * to where each patch came from.
 *
 * dy: [batch, outHeight, outWidth, filters]; filter: [filterHeight, filterWidth, channels, filters];
 * fills `gradient`: [batch, height, width, channels].
 */
export function convolutionInputGradient(
  { functions, memory }: KernelModule,
  windows: Windows,
  filters: number,
  dy: Float32Array,
  filter: Float32Array,
  gradient: Float32Array,
): void {
  const { batch, places, patch, image } = sizes(windows);
  const [pdy, pfilter, dx, patches, scratch] = memory.layOut(
    dy.byteLength,
    filter.byteLength,
    gradient.byteLength,
    places * patch * FLOAT,
    functions.multiplyScratch(places, patch, filters, 0) >>> 0,
  );
  memory.write(pdy, dy);
  memory.write(pfilter, filter);
  memory.fill(dx, gradient.length, 0);
  for (let index = 0; index < batch; index++) {
    const dyImage = pdy + index * places * filters * FLOAT;
    functions.multiply(places, patch, filters, dyImage, 0, pfilter, 1, patches, 0, scratch, 0, 1);
    functions.scatterPatches(dx + index * image * FLOAT, ...sizesOfWindows(windows), patches);
  }
  memory.read(dx, gradient);
}

function sizes(w: Windows): { batch: number; places: number; patch: number; image: number } {
  return {
    batch: w.batch,
    places: w.outHeight * w.outWidth,
    patch: w.filterHeight * w.filterWidth * w.channels,
    image: w.height * w.width * w.channels,
  };
}
