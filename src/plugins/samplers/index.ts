import smote from './smote/smote.js';

export const samplerPlugins = [smote] as const;
