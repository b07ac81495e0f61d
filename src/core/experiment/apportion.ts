import type { Random } from '../random.js';

/**
 * Divides a whole number in proportion to sizes by the largest remainder (Hamilton's method): each share is its quota
 * rounded down or up, no share is larger than its size, and the shares add up. Equal remainders are served in an order
 * that `random` draws.
 *
 * @param total at most the sum of the sizes
 */
export function apportion(total: number, sizes: readonly number[], random: Random): number[] {
  const sum = sizes.reduce((whole, size) => whole + size, 0);
  if (sum === 0) return sizes.map(() => 0);
  const quotas = sizes.map((size) => (total * size) / sum);
  const shares = quotas.map(Math.floor);
  const missing = total - shares.reduce((whole, share) => whole + share, 0);
  random
    .shuffle(sizes.map((_, index) => index))
    .sort((one, other) => quotas[other] - shares[other] - (quotas[one] - shares[one]))
    .slice(0, missing)
    .forEach((index) => {
      shares[index] += 1;
    });
  return shares;
}
