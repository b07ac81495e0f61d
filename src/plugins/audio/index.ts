import waveform from './waveform/waveform.js';

export const audioPlugins = [waveform] as const;
