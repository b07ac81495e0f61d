import { featureKernels, type FeatureKernels } from './module.js';
import type { Room } from './arena.js';

const SINGLE = 4;
const DOUBLE = 8;
/** Frames that lie side by side in the kernels' layout. */
const QUAD = 4;

/** Magnitudes that are held at once, in bytes: a longer clip is taken in blocks, and each feature makes them anew. */
const BLOCK_BYTES = 64 * 2 ** 20;

/** A run of a clip's frames in the kernels' memory. */
export interface Block {
  /** Number of the first frame. */
  readonly first: number;
  readonly frames: number;
  /** Groups of four frames; the last one may hang over the clip's end. */
  readonly quads: number;
  /** Pointer to the samples of its frames, zeros beyond the clip's ends. */
  readonly samples: number;
  readonly sampleCount: number;
  /** Where the clip lies in these samples: from, to before. */
  readonly clip: readonly [number, number];
}

/** What is laid out anew for each call, beside the clip's own: tables, scratch, and up to two results. */
export interface Rooms {
  readonly samples: Room;
  readonly magnitudes: Room;
  readonly table: Room;
  readonly weights: Room;
  readonly scratch: Room;
  readonly out: Room;
  readonly second: Room;
}

let rooms: Rooms | undefined;

/** Whose frames are in memory. */
let held:
  { readonly frames: ClipFrames; readonly block: Block; readonly magnitudes: number | null } | undefined;

/**
 * A clip's frames and their spectra in the kernels' memory. There is room for one clip: where another one was looked at
 * in between, what is missing is computed again, to the same bytes.
 */
export class ClipFrames {
  readonly kernels: FeatureKernels = featureKernels();
  readonly count: number;
  readonly bins: number;
  readonly #samples: Float32Array;
  readonly #blockFrames: number;

  /**
   * @param fftSize Frame length in samples; a power of two of at least 16.
   * @param hop Samples from one frame to the next. Frame n is centred on sample n · hop.
   */
  constructor(
    samples: Float32Array,
    readonly fftSize: number,
    readonly hop: number,
    blockBytes = BLOCK_BYTES,
  ) {
    this.#samples = samples;
    this.count = 1 + Math.floor(samples.length / hop);
    this.bins = fftSize / 2 + 1;
    this.#blockFrames = QUAD * Math.max(1, Math.floor(blockBytes / (QUAD * this.bins * SINGLE)));
  }

  /** Calls with each block of frames in turn, its samples in memory. */
  eachBlock(use: (block: Block) => void): void {
    for (let first = 0; first < this.count; first += this.#blockFrames) use(this.#load(first));
  }

  /** The same, with a pointer to the block's magnitudes: shape [quads, bins, 4], 32 bits. */
  eachSpectra(use: (magnitudes: number, block: Block) => void): void {
    this.eachBlock((block) => {
      use(this.#transform(block), block);
    });
  }

  #load(first: number): Block {
    if (held?.frames === this && held.block.first === first) return held.block;
    const frames = Math.min(this.#blockFrames, this.count - first);
    const quads = Math.ceil(frames / QUAD);
    const start = first * this.hop - this.fftSize / 2;
    const sampleCount = (quads * QUAD - 1) * this.hop + this.fftSize;
    const { samples: room } = roomsOf(this.kernels);
    const samples = room(sampleCount * SINGLE);
    const from = Math.min(sampleCount, Math.max(0, -start));
    const to = Math.max(from, Math.min(sampleCount, this.#samples.length - start));
    const place = this.kernels.arena.singles(samples, sampleCount);
    place.fill(0, 0, from);
    place.set(this.#samples.subarray(start + from, start + to), from);
    place.fill(0, to);
    const block: Block = { first, frames, quads, samples, sampleCount, clip: [from, to] };
    held = { frames: this, block, magnitudes: null };
    return block;
  }

  #transform(block: Block): number {
    if (held?.block === block && held.magnitudes !== null) return held.magnitudes;
    const { functions } = this.kernels;
    const { window, plan, split, data } = transformOf(this.kernels, this.fftSize);
    const magnitudes = roomsOf(this.kernels).magnitudes(block.quads * QUAD * this.bins * SINGLE);
    const { quads, samples } = block;
    functions.spectrogram(samples, quads, this.hop, this.fftSize, window, plan, split, data, magnitudes);
    held = { frames: this, block, magnitudes };
    return magnitudes;
  }
}

export function roomsOf({ arena }: FeatureKernels): Rooms {
  rooms ??= {
    samples: arena.room(),
    magnitudes: arena.room(),
    table: arena.room(),
    weights: arena.room(),
    scratch: arena.room(),
    out: arena.room(),
    second: arena.room(),
  };
  return rooms;
}

/** Pointers to what a transform of one size needs. */
interface Transform {
  readonly window: number;
  readonly plan: number;
  readonly split: number;
  readonly data: number;
}

const transforms = new Map<number, Transform>();

function transformOf({ functions, arena }: FeatureKernels, size: number): Transform {
  const known = transforms.get(size);
  if (known) return known;
  const half = size / 2;
  const made = {
    window: arena.allocate(size * DOUBLE),
    plan: arena.allocate(functions.planBytes(half, DOUBLE)),
    split: arena.allocate((size / 4 + 1) * 2 * DOUBLE),
    data: arena.allocate(half * 4 * DOUBLE),
  };
  functions.makeWindow(size, made.window);
  functions.makePlan64(half, made.plan);
  functions.makeSplit(size, made.split);
  transforms.set(size, made);
  return made;
}
