import { Type } from '@sinclair/typebox';
import { AUTO } from '../../core/backends/chooseBackend.js';
import { definePlugin } from '../../core/registry/plugin.js';

/** A name for a config; the loading of it puts the backend that it takes in its place. */
export default definePlugin({
  kind: 'backend',
  name: AUTO,
  summary: 'The fastest backend that can be used on the machine: tensorflow-gpu, tensorflow, wasm, cpu.',
  options: Type.Object({}, { additionalProperties: false }),
  create: () => ({
    unavailable: () => Promise.resolve(null),
    start: () => Promise.reject(new TypeError(`'${AUTO}' stands for another backend and computes nothing.`)),
    version: 'stands for another backend',
  }),
});
