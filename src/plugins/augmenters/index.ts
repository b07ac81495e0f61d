import channelDrop from './channelDrop.js';
import mixup from './mixup/index.js';
import noise from './noise.js';
import shift from './shift.js';
import timeMask from './timeMask.js';

export const augmenterPlugins = [mixup, noise, timeMask, channelDrop, shift] as const;
