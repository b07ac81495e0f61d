import { bestAccuracySoFar } from '../core/runs/collection/bestSoFar.js';
import type { CollectedRun } from '../core/runs/collection/collect.js';
import { isList, type Leaf } from '../core/runs/collection/configLeaves.js';
import { valueOf } from '../core/runs/collection/query/valueOf.js';
import type { Palette } from './colour.js';
import { figure } from './figures.js';
import { plainTable } from './plainTable.js';

/** A run as `intone runs --json` prints it. */
export interface RunLine {
  readonly run: string;
  readonly directory: string;
  readonly state: CollectedRun['state'];
  /** What is damaged, a sentence each. */
  readonly problems: readonly string[];
  /** The experiment's; null where the run's record cannot be read; so are seed and finished. */
  readonly name: string | null;
  readonly passed: boolean | null;
  readonly seed: number | null;
  readonly started: string;
  readonly finished: string | null;
  /** The family that a sweep began it for; null where it is a run by itself. */
  readonly family: string | null;
  readonly tags: readonly string[];
  readonly notes: readonly { readonly text: string; readonly written: string }[];
  /** On the validation part, of the best epoch (so far). */
  readonly bestAccuracy: number | null;
  /** On the held-out part; so is every metric below. */
  readonly accuracy: number | null;
  readonly metrics: Readonly<Record<string, number | null>>;
}

/** Reads what a run's line needs beside what was collected. */
export async function runLine({ run, metrics, annotations, ...collected }: CollectedRun): Promise<RunLine> {
  const { name, directory, state, started, problems, record } = collected;
  const overall = Object.entries(metrics?.test?.overall ?? {}).map(
    ([metric, { value }]) => [metric, value] as const,
  );
  const validation = metrics?.validation?.overall['accuracy']?.value;
  return {
    run: name,
    directory,
    state,
    problems,
    name: record?.name ?? null,
    passed: record?.passed ?? null,
    seed: record?.seed ?? null,
    started,
    finished: record?.finished ?? null,
    family: record?.family?.name ?? null,
    tags: annotations.tags,
    notes: annotations.notes,
    bestAccuracy: validation ?? (run === null || state === 'finished' ? null : await bestAccuracySoFar(run)),
    accuracy: metrics?.test?.overall['accuracy']?.value ?? null,
    metrics: Object.fromEntries(overall),
  };
}

/** Columns that are there in any case; what is sorted or filtered by gets one beside them. */
const USUAL = [
  'run',
  'state',
  'passed',
  'accuracy',
  'f1.macro',
  'uar',
  'seed',
  'when',
  'tag',
  'name',
  'family',
];

/** The runs as a table, with a column for each further key. */
export function runTable(
  runs: readonly CollectedRun[],
  lines: readonly RunLine[],
  keys: readonly string[],
  palette: Palette,
): string {
  const further = [...new Set(keys)].filter((key) => !USUAL.includes(key));
  const families = lines.some(({ family }) => family !== null);
  const head = [
    'run',
    'state',
    'gate',
    'best',
    'test',
    'macro F1',
    'UAR',
    ...further,
    'seed',
    'when',
    ...(families ? ['family'] : []),
    'tags',
  ];
  const rows = lines.map((line, index) => [
    line.run,
    stateWord(line.state, palette),
    gateWord(line.passed, palette),
    shown(line.bestAccuracy),
    shown(line.accuracy),
    shown(line.metrics['f1.macro']),
    shown(line.metrics['uar']),
    ...further.map((key) => shown(valueOf(runs[index], key))),
    line.seed === null ? '-' : String(line.seed),
    localTime(line.started),
    ...(families ? [line.family ?? '-'] : []),
    line.tags.join(' '),
  ]);
  return plainTable(head, rows);
}

function stateWord(state: CollectedRun['state'], { bad, warning }: Palette): string {
  if (state === 'damaged' || state === 'failed' || state === 'died') return bad(state);
  return state === 'finished' ? state : warning(state);
}

function gateWord(passed: boolean | null, { good, bad }: Palette): string {
  if (passed === null) return '-';
  return passed ? good('passed') : bad('FAILED');
}

function shown(value: Leaf | undefined): string {
  if (value === undefined || value === null) return '-';
  if (isList(value)) return value.join(' ');
  return typeof value === 'number' && !Number.isInteger(value) ? figure(value) : String(value);
}

/** `2026-11-22 17:20`, in the machine's time zone. */
export function localTime(iso: string): string {
  const parts = new Date(iso);
  const two = (value: number): string => String(value).padStart(2, '0');
  const date = [parts.getFullYear(), two(parts.getMonth() + 1), two(parts.getDate())].join('-');
  return `${date} ${two(parts.getHours())}:${two(parts.getMinutes())}`;
}
