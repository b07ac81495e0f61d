import { rankSettings, type Ranking } from '../core/families/best.js';
import type { Family } from '../core/families/family.js';
import { readResults, type FamilyResult } from '../core/families/results.js';
import { builtInRegistry } from '../plugins/index.js';
import { familyPage, rankingPage, type ShownResults } from './familyTable.js';

/** What `intone sweep` and `intone sweep show` return. */
export interface FamilyOutcome extends FamilyResult {
  readonly ranking?: Ranking;
}

/** The results of a family, as data and as the text that shows them. */
export async function familyReport(
  family: Family,
  shown: ShownResults,
  best: string | undefined,
): Promise<{ readonly outcome: FamilyOutcome; readonly page: string }> {
  const registry = builtInRegistry();
  const result = await readResults(family, registry);
  const page = familyPage(result, shown);
  if (best === undefined || result.members.every(({ metrics }) => metrics === null)) {
    return { outcome: result, page };
  }
  const ranking = await rankSettings(result, best, { runsDirectory: family.runsDirectory, registry });
  return { outcome: { ...result, ranking }, page: `${page}\n\n${rankingPage(ranking, shown)}` };
}
