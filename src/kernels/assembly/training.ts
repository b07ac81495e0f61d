// The module's entry: what JavaScript may call. Pointers are byte offsets into the module's memory, which the caller
// lays out from `heapBase` on; matrices are row-major and of 32-bit numbers.
export { multiply, multiplyScratch } from './product';
export { lstmForward, lstmForwardScratch } from './lstmForward';
export { lstmBackward, lstmBackwardScratch } from './lstmBackward';
export { gruForward, gruForwardScratch } from './gruForward';
export { gruBackward, gruBackwardScratch } from './gruBackward';
export { panelBytes, panelProduct } from './panels';
export { convolve, convolutionInputGradient, convolutionPanels, convolutionScratch } from './convolution';
export { adamStep, moveTowards } from './weightSteps';
export { sumRows } from './sumRows';
export { maxPoolGradient } from './pooling';
export { sigmoidInPlace, tanhInPlace } from './activations';
export { becomeThread, heapBase } from './thread';
