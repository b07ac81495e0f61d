import crossEntropy from './crossEntropy.js';
import focal from './focal.js';

export const lossPlugins = [crossEntropy, focal] as const;
