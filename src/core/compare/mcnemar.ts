import { chiSquareSurvival } from './chiSquare.js';

/** From this many discordant clips on the chi-squared approximation is good (as statsmodels and R's exact2x2 advise). */
const APPROXIMATE_FROM = 25;

/** Whether one of two models is right more often than the other on the same clips. */
export interface McNemar {
  /** Clips that only the first model has right. */
  readonly onlyFirst: number;
  /** Clips that only the second has right. */
  readonly onlySecond: number;
  readonly method: 'exact binomial' | 'chi-squared with continuity correction';
  /** The chi-squared statistic with one degree of freedom; null where the test is exact. */
  readonly statistic: number | null;
  /** Two-sided: the probability of so uneven a count, or a more uneven one, if neither model is better. */
  readonly p: number;
}

/**
 * McNemar's test (McNemar 1947) of two models' right and wrong answers to the same clips. With fewer than 25
 * discordant clips it is the exact binomial test; otherwise chi-squared with Edwards's continuity correction (1948),
 * (|b - c| - 1)² / (b + c), 0 where b equals c.
 *
 * @param onlyFirst clips that only the first has right, a whole number
 * @param onlySecond clips that only the second has right
 */
export function mcnemar(onlyFirst: number, onlySecond: number): McNemar {
  const discordant = onlyFirst + onlySecond;
  const counts = { onlyFirst, onlySecond };
  if (discordant < APPROXIMATE_FROM) {
    const p = Math.min(1, 2 * binomialTail(Math.min(onlyFirst, onlySecond), discordant));
    return { ...counts, method: 'exact binomial', statistic: null, p };
  }
  const statistic = Math.max(0, Math.abs(onlyFirst - onlySecond) - 1) ** 2 / discordant;
  const p = chiSquareSurvival(statistic);
  return { ...counts, method: 'chi-squared with continuity correction', statistic, p };
}

/** Probability of at most `most` heads in `tosses` of a fair coin. Exact: the coefficients are small whole numbers. */
function binomialTail(most: number, tosses: number): number {
  let ways = 1;
  let sum = 1;
  for (let heads = 1; heads <= most; heads++) {
    ways = (ways * (tosses - heads + 1)) / heads;
    sum += ways;
  }
  return sum / 2 ** tosses;
}
