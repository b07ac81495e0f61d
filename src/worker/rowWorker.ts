import { dirname } from 'node:path';
import { clipRow, type ClipRow, type WatchedPath } from '../core/experiment/clipFeatures.js';
import { createFeaturePath } from '../core/experiment/plugins.js';
import type { RowRecipe, RowTask } from '../core/experiment/rowWorkers.js';
import { loadPlugins } from '../core/registry/loadPlugins.js';
import { ClipTrail } from '../core/runs/clipTrail.js';
import { builtInRegistry } from '../plugins/index.js';
import { describeFailure, type Failure } from './failure.js';

/** How a worker is to make rows; the same with each task. */
export interface RowWorkerSettings {
  readonly recipe: RowRecipe;
  /** Of the run, for the trail of clips. */
  readonly directory: string;
  /** Counts the workers that have a place in the trail. */
  readonly places: Int32Array<SharedArrayBuffer>;
}

export interface RowOrder extends RowTask {
  readonly settings: RowWorkerSettings;
}

/** `null`: see `RowWorkers.row`. */
export type RowAnswer = { readonly row: ClipRow | null } | { readonly failure: Failure };

interface Bench {
  readonly path: WatchedPath;
  readonly trail: ClipTrail;
}

let bench: Promise<Bench> | undefined;

/** The work of a thread of the pool that `startRowWorkers` makes: one clip's row. */
export default async function makeRow({ settings, bytes, clip, inputs }: RowOrder): Promise<RowAnswer> {
  try {
    const { path, trail } = await (bench ??= setUp(settings));
    const before = path.sideEffects.count;
    const wanted = inputs.map((input) => path.inputs[input]);
    trail.enter(clip);
    const row = await clipRow(bytes, { ...path, inputs: wanted }, clip);
    trail.leave();
    return { row: path.sideEffects.count === before ? ownRow(row) : null };
  } catch (error) {
    return { failure: describeFailure(error) };
  }
}

async function setUp({ recipe, directory, places }: RowWorkerSettings): Promise<Bench> {
  const registry = builtInRegistry();
  await loadPlugins(
    recipe.modules.map(({ source, file }) => ({ plugin: source, from: dirname(file), file })),
    registry,
  );
  // What plugins say is said in the run's own thread, which makes the row again.
  const path = createFeaturePath(recipe.uses, registry, () => undefined);
  return { path, trail: new ClipTrail(directory, Atomics.add(places, 0, 1) + 1) };
}

/** A view would be sent with the whole buffer that it looks into. */
function ownRow(row: ClipRow): ClipRow {
  return row.usable ? { ...row, inputs: row.inputs.map((values) => values.slice()) } : row;
}
