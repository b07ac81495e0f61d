/** What a plugin's file imports from `intone`. */
export { Type } from '@sinclair/typebox';
export { definePlugin } from './registry/plugin.js';
export type { Plugin, PluginContext, PluginDefinition } from './registry/plugin.js';
export type * from './registry/contracts.js';
export type * from './experiment/clips.js';
export type * from './experiment/frames.js';
export type * from './experiment/predictions.js';
export { dimensions, takeRows, withContents } from './experiment/rows.js';
export type { Rows, Table } from './experiment/rows.js';
export type { BatchRows, TrainingBatch } from './training/augmentation.js';
export type { Analysis, Spectrogram } from './signal/analysis.js';
export { normalsOf } from './normals.js';
export { Random } from './random.js';
