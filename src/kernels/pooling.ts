import type { KernelModule } from './module.js';
import { sizesOfWindows, type Windows } from './windows.js';

/**
 * Gradient of max pooling: each output's gradient goes to the first place in its window that holds the maximum.
 *
 * x and `gradient` (filled here): [batch, height, width, channels]; y and dy: [batch, outHeight, outWidth, channels].
 */
export function maxPoolingGradient(
  { functions, memory }: KernelModule,
  windows: Windows,
  x: Float32Array,
  y: Float32Array,
  dy: Float32Array,
  gradient: Float32Array,
): void {
  const [px, py, pdy, dx] = memory.layOut(x.byteLength, y.byteLength, dy.byteLength, gradient.byteLength);
  memory.write(px, x);
  memory.write(py, y);
  memory.write(pdy, dy);
  functions.maxPoolGradient(windows.batch, ...sizesOfWindows(windows), px, py, pdy, dx);
  memory.read(dx, gradient);
}
