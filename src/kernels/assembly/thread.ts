/** Threads that may share the memory, each with an instance of the module of its own. */
const THREADS: usize = 64;
/** Bytes of a tile at most: six rows of 16 numbers. */
const TILE: usize = 384;

/** Where this thread computes a tile of a product that hangs over its edge. Nothing in the memory is anybody else's. */
export let edgeTile: usize = __heap_base;

/** Tells an instance which of the threads it is, from 0 on, before anything else is called. */
export function becomeThread(index: usize): void {
  edgeTile = __heap_base + index * TILE;
}

/** The first byte that no instance uses for itself. */
export const heapBase: usize = __heap_base + THREADS * TILE;

/**
 * The first of `count` items that a thread takes of a work that is split into `shares`, in whole groups of `group`
 * items; the end of its part is the start of the next one's.
 */
// @ts-ignore: decorator
@inline
export function startOfShare(count: usize, group: usize, share: usize, shares: usize): usize {
  const groups = (count + group - 1) / group;
  return min(count, ((groups * share) / shares) * group);
}
