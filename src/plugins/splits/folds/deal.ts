import { clipColumn } from '../../../core/experiment/clipColumns.js';
import { imbalanceOf, sharesOf } from '../../../core/experiment/groupBalance.js';
import type { Clip } from '../../../core/experiment/clips.js';
import type { Random } from '../../../core/random.js';

/** Random deals of whole groups, of which the best balanced one is taken, and exchanges that are then tried on it. */
const DEALS = 100;
const EXCHANGES = 2000;

/** What is dealt: units by name, and the columns whose proportions every part is to keep. */
export interface Deal {
  readonly units: ReadonlyMap<string, readonly Clip[]>;
  readonly columns: readonly string[];
  /** Each unit is one clip. */
  readonly single: boolean;
}

/**
 * Deals units out into parts of given sizes, each part as like the whole as can be had. Single clips are dealt class by
 * class in turn, which is as even as it gets; of whole groups (speakers) many random deals are tried, and the best one
 * is bettered by exchanging two groups as long as that helps.
 *
 * @param names of the units that are dealt, in an order that does not depend on the machine
 * @param sizes of the parts, in units; they add up to the number of names
 */
export function dealUnits(
  names: readonly string[],
  sizes: readonly number[],
  deal: Deal,
  random: Random,
): readonly (readonly string[])[] {
  return deal.single ? dealClips(names, sizes, deal, random) : dealGroups(names, sizes, deal, random);
}

/** Clips sorted by class (then sex, …) and dealt in turn: of each class a part gets its share, to within a clip. */
function dealClips(
  names: readonly string[],
  sizes: readonly number[],
  { units, columns }: Deal,
  random: Random,
): readonly (readonly string[])[] {
  const key = (name: string): string =>
    (units.get(name) ?? [])
      .map((clip) => columns.map((column) => clipColumn(clip, column)).join('\0'))
      .join();
  const inOrder = random
    .shuffle(names)
    .map((name) => ({ name, key: key(name) }))
    .sort((one, other) => (one.key < other.key ? -1 : Number(one.key > other.key)));
  const parts = sizes.map((): string[] => []);
  inOrder.forEach(({ name }, index) => {
    // The part that lags most behind its share of the clips dealt so far.
    const lags = sizes.map((size, part) => (size * (index + 1)) / names.length - parts[part].length);
    parts[lags.indexOf(Math.max(...lags))].push(name);
  });
  return parts;
}

function dealGroups(
  names: readonly string[],
  sizes: readonly number[],
  { units, columns }: Deal,
  random: Random,
): readonly (readonly string[])[] {
  const dealt = new Map(names.map((name) => [name, units.get(name) ?? []] as const));
  const shares = sharesOf(dealt, columns);
  const imbalance = (order: readonly string[]): number => imbalanceOf(cut(order, sizes), shares);
  let best = random.shuffle(names);
  let least = imbalance(best);
  const attempt = (order: string[]): void => {
    const found = imbalance(order);
    if (found >= least) return;
    least = found;
    best = order;
  };
  for (let deal = 1; deal < DEALS && least > 0; deal++) attempt(random.shuffle(names));
  for (let exchange = 0; exchange < EXCHANGES && least > 0; exchange++) {
    const [one, other] = [random.integer(names.length), random.integer(names.length)];
    const order = [...best];
    [order[one], order[other]] = [order[other], order[one]];
    attempt(order);
  }
  return cut(best, sizes);
}

function cut(order: readonly string[], sizes: readonly number[]): readonly (readonly string[])[] {
  let start = 0;
  return sizes.map((size) => order.slice(start, (start += size)));
}
