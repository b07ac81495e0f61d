import { cosine, featureKernels } from './module.js';
import { roomsOf } from './frames.js';

const SINGLE = 4;
const DOUBLE = 8;
/** Of a complex number, two lanes a part. */
const COMPLEX = 32;
/** Blocks that go through the kernel together: pairs in the two parts of a complex number, two of them in the lanes. */
const GROUP = 4;
const PAIR = 2;

/** A filter and a change of rate by up/down, two whole numbers without a common divisor. */
export interface RateChange {
  readonly up: number;
  readonly down: number;
  /** The filter's reach to either side, in samples of the first rate. */
  readonly reach: number;
  /** Impulse response at whole samples of the first rate from 0 to `reach`; it is symmetric. */
  readonly taps: Float64Array;
  /** A further factor for each frequency, in cycles a sample of the first rate; null: none. */
  readonly gain: ((frequency: number) => number) | null;
}

/** A rate change made ready for the kernel. Blocks lie at fixed places, so that any part comes out to the same bytes. */
export interface RateChangePlan {
  /** Samples of a block's transforms, before and after. */
  readonly from: number;
  readonly to: number;
  /** Samples between blocks, before and after. */
  readonly step: number;
  readonly count: number;
  /** Samples at a block's start that only lead the filter in, before and after. */
  readonly lead: number;
  readonly skip: number;
  /** Pointers. */
  readonly fromPlan: number;
  readonly toPlan: number;
  readonly response: number;
}

/** Longest two transforms together, in samples. */
const LONGEST = 65_536;

/** Work of one stage on a number, by its radix; measured roughly. */
const STAGE_COST: Readonly<Record<number, number>> = { 2: 0.8, 3: 2, 4: 1, 5: 3, 7: 4, 11: 6, 13: 7 };

/** Makes a plan; null where a rate has so large a prime factor that no transform of a fitting length is quick. */
export function planRateChange(change: RateChange): RateChangePlan | null {
  const sizes = bestSizes(change);
  if (sizes === null) return null;
  const { from, to, lead } = sizes;
  const { up, down } = change;
  const kernels = featureKernels();
  const { functions, arena } = kernels;
  const step = from - 2 * lead;
  const plan = (size: number): number => {
    const pointer = arena.allocate(functions.planBytes(size, DOUBLE));
    functions.makePlan64(size, pointer);
    return pointer;
  };
  const [fromPlan, toPlan] = [plan(from), plan(to)];
  const bins = Math.min(from, to) / 2;
  const response = arena.allocate(bins * DOUBLE);
  const factors = responseOf(change.taps, from, bins);
  const { gain } = change;
  if (gain !== null) for (let bin = 0; bin < bins; bin++) factors[bin] *= gain(bin / from);
  arena.doubles(response, bins).set(factors);
  const outputs = (samples: number): number => (samples * up) / down;
  return { from, to, step, lead, count: outputs(step), skip: outputs(lead), fromPlan, toPlan, response };
}

/** Samples `first` to before `first + count` of a signal brought to the plan's other rate; it is zero outside. */
export function changeRate(
  samples: Float32Array,
  plan: RateChangePlan,
  first: number,
  count: number,
): Float32Array {
  const { functions, arena } = featureKernels();
  const rooms = roomsOf(featureKernels());
  const values = new Float32Array(count);
  const inputs = (GROUP - 1) * plan.step + plan.from;
  const input = rooms.table(inputs * SINGLE);
  const [wide, narrow] = [rooms.scratch(plan.from * COMPLEX), rooms.weights(plan.to * COMPLEX)];
  const out = rooms.second(GROUP * plan.count * SINGLE);
  const firstBlock = PAIR * Math.floor(first / plan.count / PAIR);
  for (let block = firstBlock; block * plan.count < first + count; block += GROUP) {
    place(samples, block * plan.step - plan.lead, arena.singles(input, inputs));
    functions.resampleBlocks(
      ...[input, plan.step, plan.from, plan.fromPlan, plan.response],
      ...[plan.to, plan.toPlan, plan.skip, plan.count, wide, narrow, out],
    );
    const start = block * plan.count - first;
    const from = Math.max(0, -start);
    const to = Math.min(GROUP * plan.count, count - start);
    values.set(arena.singles(out, GROUP * plan.count).subarray(from, to), start + from);
  }
  return values;
}

/** Lays the samples from `start` on into `room`, zeros where there are none. */
export function place(samples: Float32Array, start: number, room: Float32Array): void {
  const from = Math.min(room.length, Math.max(0, -start));
  const to = Math.max(from, Math.min(room.length, samples.length - start));
  room.fill(0, 0, from);
  room.set(samples.subarray(start + from, start + to), from);
  room.fill(0, to);
}

/** The lengths that cost the least for each sample, and the samples at either end of a block that are lost to it. */
function bestSizes({ up, down, reach }: RateChange): { from: number; to: number; lead: number } | null {
  const lead = Math.ceil(reach / down) * down;
  let best: { from: number; to: number; lead: number } | null = null;
  let least = Infinity;
  // The kernel takes samples by twos.
  for (let times = 2; times * (up + down) <= LONGEST; times += 2) {
    const [from, to] = [times * down, times * up];
    if (from <= 2 * lead) continue;
    const cost = (from * costOf(from) + to * costOf(to)) / (from - 2 * lead);
    if (cost < least) {
      least = cost;
      best = { from, to, lead };
    }
  }
  return best;
}

/** Work of a transform on each of its numbers; infinite where it cannot be done. */
function costOf(size: number): number {
  // Numbers that the nearer caches do not hold (32 bytes each) have to be fetched from further away.
  let cost = size > 8192 ? 4.5 : 2;
  let left = size;
  for (const radix of [4, 3, 5, 7, 11, 13, 2]) {
    for (; left % radix === 0; left /= radix) cost += STAGE_COST[radix];
  }
  return left === 1 ? cost : Infinity;
}

/** A symmetric filter's response at multiples of 1/size cycles a sample, over `size`. */
function responseOf(taps: Float64Array, size: number, bins: number): Float64Array {
  const cosines = Float64Array.from({ length: size }, (_, n) => cosine((2 * Math.PI * n) / size));
  return Float64Array.from({ length: bins }, (_, bin) => {
    let sum = 0;
    let turn = 0;
    for (let time = 1; time < taps.length; time++) {
      turn += bin;
      if (turn >= size) turn -= size;
      sum += taps[time] * cosines[turn];
    }
    return (taps[0] + 2 * sum) / size;
  });
}
