const TERMS = 200;
const PRECISION = 1e-16;
/** Below it the series converges faster, above it the continued fraction. */
const SERIES_BELOW = 3;

/**
 * Survival function of the chi-squared distribution with one degree of freedom: the probability of a value greater
 * than `statistic` (scipy.stats.chi2.sf(statistic, 1), to a relative 1e-13). It is the regularized upper incomplete
 * gamma function Q(1/2, statistic / 2) (DLMF 8.11.4 and 8.9.2).
 *
 * @param statistic at least 0
 */
export function chiSquareSurvival(statistic: number): number {
  const x = statistic / 2;
  if (x === 0) return 1;
  // x^a e^-x / Γ(a) with a = 1/2, whose gamma is the root of π.
  const scale = Math.sqrt(x / Math.PI) * Math.exp(-x);
  return statistic < SERIES_BELOW ? 1 - scale * lowerSeries(x) : scale * upperFraction(x);
}

function lowerSeries(x: number): number {
  let term = 2;
  let sum = term;
  for (let index = 1; index < TERMS && term > sum * PRECISION; index++) {
    term *= x / (index + 0.5);
    sum += term;
  }
  return sum;
}

/** Modified Lentz's method on the continued fraction. */
function upperFraction(x: number): number {
  let denominator = x + 0.5;
  let forward = Infinity;
  let backward = 1 / denominator;
  let fraction = backward;
  for (let index = 1; index < TERMS; index++) {
    const numerator = -index * (index - 0.5);
    denominator += 2;
    backward = 1 / (numerator * backward + denominator);
    forward = denominator + numerator / forward;
    const change = backward * forward;
    fraction *= change;
    if (Math.abs(change - 1) < PRECISION * 10) break;
  }
  return fraction;
}
