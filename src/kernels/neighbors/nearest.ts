import { readFileSync } from 'node:fs';
import { KernelMemory } from '../memory.js';
import { nearestRowsPlainly, type ChosenRows } from './reference.js';

export type { ChosenRows } from './reference.js';

/** Functions of the compiled `assembly/neighbors.ts`; pointers are byte offsets into the memory. */
interface NeighborFunctions {
  makeWhole(...sizesAndPointers: readonly number[]): number;
  searchBytes(queries: number, width: number, neighbors: number): number;
  findNearest(...sizesAndPointers: readonly number[]): void;
}

/** Rows of a panel, and bytes of the numbers. */
const PANEL_ROWS = 8;
const SINGLE = 4;
const DOUBLE = 8;
/** Bytes of whole numbers of the rows that are searched for at once: they stay in the processor's second cache. */
const QUERY_BYTES = 262_144;
const FEWEST_QUERIES = 32;
/** For so few, making whole numbers of all rows costs more than it saves. */
const FEW_QUERIES = 3;

/** The same folder whether this file runs from src/ or from dist/. */
const FILE = new URL('../../../dist/kernels/neighbors.wasm', import.meta.url);

/** Memory that is kept from one search to the next. */
const KEPT_BYTES = 2 ** 26;

interface NeighborKernel {
  readonly functions: NeighborFunctions;
  readonly memory: WebAssembly.Memory;
  readonly layout: KernelMemory;
}

let loaded: NeighborKernel | undefined;

/**
 * The nearest other rows of some rows by Euclidean distance, exactly. Of equally distant rows the earlier one is
 * nearer.
 *
 * All distances are computed with whole numbers of 16 bits that stand for the rows; which rows are near enough to be
 * among the nearest follows from what that loses at most, and only of these the distance is computed as
 * `reference.ts` does. So the answer is the reference's to the last index, on every machine.
 *
 * Memory: 6 bytes for each number of the rows, beside the matrix; given back after a large search.
 *
 * @param count neighbours of each row; at most rows - 1.
 * @param queries the rows whose neighbours are wanted, by their places; all of them unless told.
 * @returns places among the rows, nearest first, row-major, shape [queries, count].
 */
export function nearestRows(chosen: ChosenRows, count: number, queries?: Uint32Array): Int32Array {
  const { length } = chosen.rows;
  if (count >= length) throw new RangeError(`${length} rows have no ${count} neighbours each.`);
  const wanted = queries ?? Uint32Array.from({ length }, (_, row) => row);
  const inKernel = wanted.length > FEW_QUERIES ? nearestInKernel(chosen, count, wanted) : null;
  return inKernel ?? nearestRowsPlainly(chosen, count, wanted);
}

/** Null where a number is not finite, or the matrix is too large for WebAssembly's 4 GiB. */
function nearestInKernel(
  { values, width, rows: chosen }: ChosenRows,
  count: number,
  queries: Uint32Array,
): Int32Array | null {
  loaded ??= instantiate();
  const rows = chosen.length;
  const { functions, memory, layout } = loaded;
  const pairs = Math.ceil(width / 2);
  const filled = Math.ceil(rows / PANEL_ROWS) * PANEL_ROWS;
  const atOnce = Math.min(queries.length, queriesAtOnce(pairs));
  const sizes = [
    rows * width * SINGLE,
    filled * pairs * SINGLE,
    filled * SINGLE,
    rows * DOUBLE,
    2 * (width + 3) * DOUBLE,
    atOnce * SINGLE,
    functions.searchBytes(atOnce, width, count),
    atOnce * count * SINGLE,
  ];
  if (sizes.reduce((sum, bytes) => sum + bytes) > LARGEST_MEMORY) return null;
  const [all, panels, squares, losses, columns, asked, room, found] = layout.layOut(...sizes);
  gather(values, chosen, width, new Float32Array(memory.buffer, all, rows * width));
  const step = functions.makeWhole(all, rows, width, panels, squares, losses, columns);
  if (!Number.isFinite(step)) return null;

  const nearest = new Int32Array(queries.length * count);
  for (let from = 0; from < queries.length; from += atOnce) {
    const some = queries.subarray(from, from + atOnce);
    new Uint32Array(memory.buffer, asked, some.length).set(some);
    functions.findNearest(
      ...[all, rows, width, panels, squares, losses, step],
      ...[asked, some.length, count, room, found],
    );
    nearest.set(new Int32Array(memory.buffer, found, some.length * count), from * count);
  }
  if (layout.byteLength > KEPT_BYTES) loaded = undefined;
  return nearest;
}

/** Number by number, which for rows of a few hundred is faster than a view and a copy of each. */
function gather(values: Float32Array, rows: Uint32Array, width: number, into: Float32Array): void {
  let to = 0;
  for (const row of rows) {
    const end = (row + 1) * width;
    for (let at = row * width; at < end; at++) into[to++] = values[at];
  }
}

/** What may be laid out: below 4 GiB by what the module and rounding up to whole pages take. */
const LARGEST_MEMORY = 65_000 * 65_536;

function queriesAtOnce(pairs: number): number {
  const fitting = Math.floor(QUERY_BYTES / (pairs * SINGLE) / PANEL_ROWS) * PANEL_ROWS;
  return Math.max(fitting, FEWEST_QUERIES);
}

function instantiate(): NeighborKernel {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(FILE)), {});
  const { memory, heapBase } = exports;
  if (
    !hasFunctions(exports) ||
    !(memory instanceof WebAssembly.Memory) ||
    !(heapBase instanceof WebAssembly.Global)
  ) {
    throw new TypeError("The kernel of nearest rows is not this version's: run npm run build:kernels.");
  }
  return { functions: exports, memory, layout: new KernelMemory(memory, Number(heapBase.value)) };
}

const FUNCTIONS = [
  'makeWhole',
  'searchBytes',
  'findNearest',
] as const satisfies readonly (keyof NeighborFunctions)[];

function hasFunctions(
  exports: Readonly<Record<string, unknown>>,
): exports is typeof exports & NeighborFunctions {
  return FUNCTIONS.every((name) => typeof exports[name] === 'function');
}
