import { PARTS, type Clip, type Part } from '../../experiment/clips.js';
import { formatCsv, parseCsv } from '../csv.js';

const LEADING = ['clip', 'part', 'label', 'speaker'] as const;

/** A line of `split.csv`; `part` is null for a clip that the split left out. */
export interface SplitLine {
  readonly clip: string;
  readonly part: Part | null;
  readonly label: string;
  readonly speaker: string;
  readonly columns: Readonly<Record<string, string>>;
}

/** `split.csv`: a line a clip, sorted by id (by code units, the same everywhere), then the dataset's columns. */
export function formatSplit(
  clips: readonly Clip[],
  assignment: readonly (Part | null)[],
  columns: readonly string[],
): string {
  const lines = clips.map(({ id, label, speaker, columns: values }, index) => [
    id,
    assignment[index] ?? '',
    label,
    speaker,
    ...columns.map((column) => values[column] ?? ''),
  ]);
  return formatCsv([...LEADING, ...columns], lines.sort(byFirst));
}

/** The lines of a `split.csv`, or null where the text is not one. */
export function parseSplit(text: string): readonly SplitLine[] | null {
  const parsed = parseCsv(text);
  if (parsed === null || parsed.length === 0) return null;
  const [header, ...lines] = parsed;
  if (LEADING.some((name, index) => header[index] !== name)) return null;
  const columns = header.slice(LEADING.length);
  return lines.map(([clip, part, label, speaker, ...values]) => ({
    clip,
    part: PARTS.find((known) => known === part) ?? null,
    label,
    speaker,
    columns: Object.fromEntries(columns.map((column, index) => [column, values[index]])),
  }));
}

function byFirst(a: readonly string[], b: readonly string[]): number {
  return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;
}
