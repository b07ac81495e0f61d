import type { Random } from '../../../core/random.js';

/**
 * A number in [0, 1] of the symmetric Beta(α, α), as the share of one of two Gamma(α) numbers in their sum. Their logarithms are
 * taken, as for a small α both may be smaller than any number.
 */
export function drawBeta(alpha: number, random: Random): number {
  const [left, right] = [logGamma(alpha, random), logGamma(alpha, random)];
  return 1 / (1 + Math.exp(right - left));
}

/** The logarithm of a Gamma(α, 1) number (Marsaglia & Tsang 2000), where α < 1 by Gamma(α + 1) · u^(1/α). */
function logGamma(alpha: number, random: Random): number {
  if (alpha < 1) return logGamma(alpha + 1, random) + Math.log(1 - random.next()) / alpha;
  const d = alpha - 1 / 3;
  for (;;) {
    const x = random.normal();
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    const u = 1 - random.next();
    if (v > 0 && Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v)) return Math.log(d * v);
  }
}
