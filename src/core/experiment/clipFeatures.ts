import {
  FEATURE_COLUMN_TWICE,
  FEATURE_CRASHED,
  FEATURE_NOT_FINITE,
  FEATURE_WRONG_SIZE,
} from '../errors/data.js';
import { IntoneErrors, isIntoneError } from '../errors/entry.js';
import { createAnalysis } from '../signal/analyse.js';
import { messageOf } from '../text/words.js';
import type { AudioFrontEnd, Feature, Pooling } from '../registry/contracts.js';
import type { Analysis } from '../signal/analysis.js';
import type { ClipDefectReason } from './clips.js';
import type { FrameFeatures, Framing } from './frames.js';
import type { SideEffects } from './sideEffects.js';

/** The way from a clip's audio to one input of the model. */
export interface InputPath {
  /** The input's name in the config. */
  readonly name: string;
  readonly framing: Framing;
  readonly features: readonly Feature[];
  readonly pooling: Pooling;
  /** Names of the plugins of `features`, in their order, for messages. */
  readonly featureNames?: readonly string[];
}

/** The way from an audio file to the model's inputs: one for training, `features` and `predict`. */
export interface FeaturePath {
  readonly audio: AudioFrontEnd;
  /** At least one; all start from the same samples. */
  readonly inputs: readonly InputPath[];
}

/** A feature path that can tell what its plugins did beside computing, so far. */
export interface WatchedPath extends FeaturePath {
  readonly sideEffects: SideEffects;
}

/** What the feature path makes of a clip, or why it cannot. */
export type ClipRow =
  | {
      readonly usable: true;
      /** One an input: row-major, shape [columns], or [steps, columns] where its pooling keeps the sequence. */
      readonly inputs: readonly Float32Array[];
      /** Equal for the same audio under two names. */
      readonly fingerprint: string;
      /** Length as recorded, before cropping. */
      readonly seconds: number;
    }
  | { readonly usable: false; readonly reason: ClipDefectReason; readonly detail: string };

/**
 * Decodes, analyses and pools one clip: bytes → waveform → frames → features → row, before any scaling. Inputs that are
 * framed alike share their analysis.
 *
 * @param bytes an audio file, whole
 * @param clip how messages call it
 * @throws FEATURE_WRONG_SIZE, FEATURE_NOT_FINITE where a plugin breaks its contract, FEATURE_COLUMN_TWICE, and what
 *   plugins throw, with the clip as its place
 */
export async function clipRow(bytes: Uint8Array, path: FeaturePath, clip = 'the clip'): Promise<ClipRow> {
  const recording = await path.audio.load(bytes).catch((thrown: unknown) => {
    throw placed(thrown, clip);
  });
  if (!recording.usable) return recording;
  const { waveform, fingerprint, seconds } = recording;
  const analyses = new Map<string, Analysis>();
  const analyse = (framing: Framing): Analysis => {
    const key = `${framing.fftSize} ${framing.hopLength}`;
    const analysis = analyses.get(key) ?? createAnalysis(waveform, framing);
    analyses.set(key, analysis);
    return analysis;
  };
  const inputs = path.inputs.map((input) => {
    const features = extract(analyse(input.framing), input, clip);
    return pool(features, input.pooling, clip);
  });
  return { usable: true, inputs, fingerprint, seconds };
}

/** The columns of a clip's row for an input, in the config's order: the features' through the pooling. */
export function rowColumns(input: InputPath): readonly string[] {
  return input.pooling.names(frameColumns(input));
}

/** All features side by side: each frame's row is the features' rows one after the other. */
function extract(analysis: Analysis, input: InputPath, clip: string): FrameFeatures {
  const names = frameColumns(input);
  const frames = analysis.frameCount;
  const values = new Float32Array(frames * names.length);
  let offset = 0;
  input.features.forEach((feature, index) => {
    const plugin = pluginOf(input, index);
    const width = feature.names.length;
    const made = attempt(() => feature.extract(analysis), clip);
    if (made.length !== frames * width) {
      const expected = `${frames * width}: ${frames} frames of ${width} columns.`;
      throw FEATURE_WRONG_SIZE({ plugin, clip, found: made.length, expected });
    }
    checkFinite(made, feature.names, plugin, clip);
    for (let frame = 0; frame < frames; frame++) {
      values.set(made.subarray(frame * width, (frame + 1) * width), frame * names.length + offset);
    }
    offset += width;
  });
  return { frames, names, values };
}

function pool(features: FrameFeatures, pooling: Pooling, clip: string): Float32Array {
  const plugin = 'of pool';
  const names = pooling.names(features.names);
  const values = attempt(() => pooling.pool(features), clip);
  const fits =
    pooling.output === 'vector'
      ? values.length === names.length
      : values.length > 0 && values.length % names.length === 0;
  if (!fits) {
    const expected =
      pooling.output === 'vector'
        ? `${names.length}: one a column.`
        : `Some rows of ${names.length} columns.`;
    throw FEATURE_WRONG_SIZE({ plugin, clip, found: values.length, expected });
  }
  checkFinite(values, names, plugin, clip);
  return values;
}

function frameColumns(input: InputPath): readonly string[] {
  const makers = new Map<string, string>();
  input.features.forEach(({ names }, index) => {
    const second = pluginOf(input, index);
    for (const column of names) {
      const first = makers.get(column);
      if (first !== undefined) throw FEATURE_COLUMN_TWICE({ column, first, second });
      makers.set(column, second);
    }
  });
  return [...makers.keys()];
}

function checkFinite(values: Float32Array, names: readonly string[], plugin: string, clip: string): void {
  const index = values.findIndex((value) => !Number.isFinite(value));
  if (index < 0) return;
  const column = names[index % names.length];
  const frame = Math.floor(index / names.length);
  throw FEATURE_NOT_FINITE({ plugin, clip, column, frame, value: values[index] });
}

function attempt(compute: () => Float32Array, clip: string): Float32Array {
  try {
    return compute();
  } catch (thrown) {
    throw placed(thrown, clip);
  }
}

/** The error for what was thrown in the work on a clip: it names the clip, whatever it was. */
export function namingClip(thrown: unknown, clip: string): unknown {
  if (isIntoneError(thrown)) return placed(thrown, clip);
  const aborted = thrown instanceof Error && thrown.name === 'AbortError';
  if (aborted || thrown instanceof IntoneErrors) return thrown;
  return FEATURE_CRASHED({ clip, reason: messageOf(thrown) }, undefined, thrown);
}

/** An error of the catalogue, told on which clip it happened. */
function placed(thrown: unknown, clip: string): unknown {
  return isIntoneError(thrown) && thrown.where === undefined ? thrown.at({ file: clip }) : thrown;
}

function pluginOf(input: InputPath, index: number): string {
  const name = input.featureNames?.[index];
  return name === undefined ? `of the column '${input.features[index].names[0]}'` : `'${name}'`;
}
