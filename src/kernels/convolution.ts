import type { SharedFunction } from './control.js';
import type { KernelModule } from './module.js';
import { sizesOfWindows, type Windows } from './windows.js';

/** Columns of the filter's gradient that are computed together. */
const COLUMNS = 8;

/**
 * A 2-D convolution: each image's patches times the filter.
 *
 * x: [batch, height, width, channels]; filter: [filterHeight, filterWidth, channels, filters];
 * fills `y`: [batch, outHeight, outWidth, filters].
 */
export function convolve(
  module: KernelModule,
  windows: Windows,
  filters: number,
  x: Float32Array,
  filter: Float32Array,
  y: Float32Array,
): void {
  imageByImage('convolve', module, windows, filters, x, filter, y);
}

/**
 * Gradient of a convolution's input: the outputs' gradient times the filter, transposed, laid back to where each patch
 * came from.
 *
 * dy: [batch, outHeight, outWidth, filters]; filter: [filterHeight, filterWidth, channels, filters];
 * fills `gradient`: [batch, height, width, channels].
 */
export function convolutionInputGradient(
  module: KernelModule,
  windows: Windows,
  filters: number,
  dy: Float32Array,
  filter: Float32Array,
  gradient: Float32Array,
): void {
  imageByImage('convolutionInputGradient', module, windows, filters, dy, filter, gradient);
}

/**
 * Gradient of a convolution's filter: the patches of all images, transposed, times the outputs' gradient.
 *
 * x: [batch, height, width, channels]; dy: [batch, outHeight, outWidth, filters];
 * fills `gradient`: [filterHeight, filterWidth, channels, filters].
 */
export function convolutionFilterGradient(
  { functions, memory, crew }: KernelModule,
  windows: Windows,
  filters: number,
  x: Float32Array,
  dy: Float32Array,
  gradient: Float32Array,
): void {
  const { batch, places, patch, work } = sizes(windows, filters);
  const shares = crew.sharesOf(batch, work);
  const [px, pdy, sum, panels, scratch] = memory.layOut(
    ...[x.byteLength, dy.byteLength, gradient.byteLength],
    functions.panelBytes(patch, filters, batch * places) >>> 0,
    shares * (functions.convolutionScratch(places, patch, filters) >>> 0),
  );
  memory.write(px, x);
  memory.write(pdy, dy);
  const laidOut = [batch, ...sizesOfWindows(windows), filters, px, pdy, panels, scratch];
  crew.run('convolutionPanels', shares, laidOut);
  const columnShares = crew.sharesOf(Math.ceil(filters / COLUMNS), work);
  crew.run('panelProduct', columnShares, [patch, filters, batch * places, panels, sum]);
  memory.read(sum, gradient);
}

function imageByImage(
  name: SharedFunction,
  { functions, memory, crew }: KernelModule,
  windows: Windows,
  filters: number,
  given: Float32Array,
  filter: Float32Array,
  made: Float32Array,
): void {
  const { batch, places, patch, work } = sizes(windows, filters);
  const shares = crew.sharesOf(batch, work);
  const [pGiven, pFilter, pMade, scratch] = memory.layOut(
    ...[given.byteLength, filter.byteLength, made.byteLength],
    shares * (functions.convolutionScratch(places, patch, filters) >>> 0),
  );
  memory.write(pGiven, given);
  memory.write(pFilter, filter);
  const sizesAndPointers = [batch, ...sizesOfWindows(windows), filters, pGiven, pFilter, pMade, scratch];
  crew.run(name, shares, sizesAndPointers);
  memory.read(pMade, made);
}

function sizes(w: Windows, filters: number): { batch: number; places: number; patch: number; work: number } {
  const [places, patch] = [w.outHeight * w.outWidth, w.filterHeight * w.filterWidth * w.channels];
  return { batch: w.batch, places, patch, work: w.batch * places * patch * filters };
}
