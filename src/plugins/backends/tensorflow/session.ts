import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import type { Graph } from './graph.js';

interface Metadata {
  readonly id: number;
  readonly shape: number[];
  readonly dtype: number;
}

/** The part of tfjs-node's backend that its tensors go through to a session of TensorFlow, as 4.22.0 has it. */
export interface NodeBackend {
  readonly binding: {
    loadSavedModel(directory: string, tags: string): number;
    runSavedModel(session: number, tensors: number[], inputs: string, outputs: string): Metadata[];
  };
  readonly isUsingGpuDevice: boolean;
  getInputTensorIds(tensors: readonly TensorInfo[]): number[];
  createOutputTensor(metadata: Metadata): Tensor;
  executeSingleInput(operation: string, input: TensorInfo): Tensor;
}

export function isNodeBackend(value: unknown): value is NodeBackend {
  if (!hasFunctions(value, ['getInputTensorIds', 'createOutputTensor', 'executeSingleInput'])) return false;
  if (!('isUsingGpuDevice' in value)) return false;
  return 'binding' in value && hasFunctions(value.binding, ['loadSavedModel', 'runSavedModel']);
}

function hasFunctions(value: unknown, names: readonly string[]): value is object {
  if (typeof value !== 'object' || value === null) return false;
  return names.every((name) => typeof Reflect.get(value, name) === 'function');
}

/** Takes a graph's inputs, in the order in which it declared them; gives its outputs. */
export type Session = (inputs: readonly TensorInfo[]) => Tensor[];

/**
 * Has TensorFlow load a graph. A session runs what does not depend on each other at once, on as many threads as
 * TF_NUM_INTEROP_THREADS says, and crosses from JavaScript once, not once an operation.
 */
export function openSession(backend: NodeBackend, graph: Graph): Session {
  const directory = mkdtempSync(path.join(tmpdir(), 'intone-graph-'));
  try {
    writeFileSync(path.join(directory, 'saved_model.pbtxt'), graph.savedModel());
    const session = backend.binding.loadSavedModel(directory, 'serve');
    const [inputs, outputs] = [graph.inputs.join(), graph.outputs.join()];
    return (tensors) =>
      backend.binding
        .runSavedModel(session, backend.getInputTensorIds(tensors), inputs, outputs)
        .map((metadata) => backend.createOutputTensor(metadata));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Sessions that are opened when they are first needed, and kept. */
export class Sessions {
  readonly #opened = new Map<string, Session>();

  /** @param key what the graph depends on */
  get(key: readonly unknown[], open: () => Session): Session {
    const name = JSON.stringify(key);
    const session = this.#opened.get(name) ?? open();
    this.#opened.set(name, session);
    return session;
  }
}
