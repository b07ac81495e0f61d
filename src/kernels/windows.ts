/** How windows slide over [batch, height, width, channels], in convolution and in pooling. */
export interface Windows {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly filterHeight: number;
  readonly filterWidth: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly padTop: number;
  readonly padLeft: number;
}

/** All but the batch, in the order in which the compiled functions take them. */
export function sizesOfWindows(w: Windows): readonly number[] {
  return [
    ...[w.height, w.width, w.channels, w.filterHeight, w.filterWidth, w.outHeight, w.outWidth],
    ...[w.strideHeight, w.strideWidth, w.padTop, w.padLeft],
  ];
}
