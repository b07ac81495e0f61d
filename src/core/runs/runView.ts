import { STAGES, type EventLine, type Stage } from '../events.js';
import { RUN_INTERRUPTED } from '../errors/runs.js';
import { TRAINING_INTERRUPTED } from '../errors/training.js';
import { logLine, type LogLine } from './logLine.js';

export type Of<T extends EventLine['type']> = Extract<EventLine, { type: T }>;

/** What an epoch brought, as `epoch-finished` tells it. */
export type EpochView = Of<'epoch-finished'>;

/** `died`: the events end without one that says how the run ended. */
export type RunViewState = 'waiting' | 'running' | 'paused' | 'finished' | 'failed' | 'interrupted' | 'died';

export interface StageView {
  readonly stage: Stage;
  readonly state: 'waiting' | 'running' | 'done';
  /** What is counted (clips, batches) and how far it is; null before the first count. */
  readonly progress: { readonly done: number; readonly total: number; readonly unit: string } | null;
  /** What it took so far, in s, without pauses. */
  readonly seconds: number;
  /** What is left, in s, at most (training may stop early); null where it cannot be told. */
  readonly secondsLeft: number | null;
  /** One line for a person of what it made; empty until it is done. */
  readonly summary: string;
}

/** Everything that a screen shows of a run, as far as its events tell. Times are those of the events, in ms since 1970. */
export interface RunView {
  readonly state: RunViewState;
  /** What it was asked to stop after. */
  readonly stopping: 'epoch' | 'batch' | null;
  /** The run directory's name; empty before the run began, as are `name` and `backend`. */
  readonly run: string;
  readonly name: string;
  readonly seed: number;
  readonly backend: string;
  readonly classes: readonly string[];
  readonly epochsAtMost: number;
  /** Of the first and of the latest event. */
  readonly started: number | null;
  readonly now: number;
  readonly stages: readonly StageView[];
  readonly epochs: readonly EpochView[];
  /** Whose weights are kept so far; null before the first epoch is done. */
  readonly bestEpoch: number | null;
  readonly trainingStopped: Of<'training-stopped'> | null;
  /** The last epoch that a checkpoint holds. */
  readonly checkpoint: number | null;
  /** The gate's checks, as they will be judged; see `checksOf` for them with their present values. */
  readonly gate: Of<'run-started'>['gate'];
  /** By part; a part that was not evaluated yet has none. */
  readonly evaluated: Readonly<Record<string, Of<'evaluated'> | undefined>>;
  readonly verdict: Of<'gate-judged'> | null;
  readonly failure: { readonly code: string; readonly message: string } | null;
  readonly system: { readonly rssBytes: number | null; readonly cpuPercent: number | null };
  /** Rows or clips taken a second in the stage that runs. */
  readonly rowsPerSecond: number | null;
  /** The latest lines, the newest last. */
  readonly log: readonly LogLine[];
  /** Where a pause began, and when the stage that runs began, moved on by its pauses. */
  readonly pausedAt: number | null;
  readonly stageBegan: number | null;
}

const LOG_LENGTH = 500;
const WAITING = { state: 'waiting', progress: null, seconds: 0, secondsLeft: null, summary: '' } as const;

/** A run of which nothing is known yet. */
export const emptyView: RunView = {
  state: 'waiting',
  stopping: null,
  run: '',
  name: '',
  seed: 0,
  backend: '',
  classes: [],
  epochsAtMost: 0,
  started: null,
  now: 0,
  stages: waitingStages(STAGES),
  epochs: [],
  bestEpoch: null,
  trainingStopped: null,
  checkpoint: null,
  gate: [],
  evaluated: {},
  verdict: null,
  failure: null,
  system: { rssBytes: null, cpuPercent: null },
  rowsPerSecond: null,
  log: [],
  pausedAt: null,
  stageBegan: null,
};

/** The view after one more event. Events come in the order in which they were written; views are never changed. */
export function applyEvent(view: RunView, event: EventLine): RunView {
  const line = logLine(event);
  const told = {
    ...view,
    now: event.time,
    started: view.started ?? event.time,
    log: line === null ? view.log : [...view.log.slice(1 - LOG_LENGTH), line],
  };
  switch (event.type) {
    case 'run-started':
      return begin(told, event);
    case 'run-resumed':
      return resume(told, event);
    case 'paused':
      return { ...told, state: 'paused', pausedAt: event.time };
    case 'continued':
      return goOn(told, event.time);
    case 'stop-asked':
      return { ...goOn(told, event.time), stopping: event.after };
    case 'checkpoint-saved':
      return { ...told, checkpoint: event.epoch };
    case 'system':
      return { ...told, system: { rssBytes: event.rssBytes, cpuPercent: event.cpuPercent } };
    case 'stage-started':
      return {
        ...changeStage(told, event.stage, { ...WAITING, state: 'running' }),
        stageBegan: event.time,
        rowsPerSecond: null,
      };
    case 'stage-progress':
      return progress(told, event);
    case 'stage-finished':
      return {
        ...changeStage(told, event.stage, {
          state: 'done',
          seconds: event.seconds,
          secondsLeft: null,
          summary: event.summary,
        }),
        system: { ...told.system, rssBytes: told.system.rssBytes ?? event.peakRssBytes },
        rowsPerSecond: null,
      };
    case 'epoch-finished':
      return {
        ...told,
        epochs: [...told.epochs, event],
        epochsAtMost: event.epochs,
        bestEpoch: event.best ? event.epoch : told.bestEpoch,
      };
    case 'training-stopped':
      return { ...told, trainingStopped: event, bestEpoch: event.bestEpoch };
    case 'evaluated':
      return { ...told, evaluated: { ...told.evaluated, [event.part]: event } };
    case 'gate-judged':
      return { ...told, verdict: event };
    case 'run-finished':
      return { ...told, state: 'finished', stopping: null, rowsPerSecond: null };
    case 'run-failed':
      return fail(told, event);
    case 'leaks-found':
    case 'held-out-opened':
    case 'warning':
    case 'clip-skipped':
      return told;
  }
}

/** The view after the last event that will come. */
export function endView(view: RunView): RunView {
  return hasEnded(view) ? view : { ...view, state: 'died', rowsPerSecond: null };
}

export function hasEnded({ state }: RunView): boolean {
  return state !== 'waiting' && state !== 'running' && state !== 'paused';
}

/** A metric over the epochs, one value an epoch; null where it is not defined or was not measured. */
export interface MetricSeries {
  readonly train: readonly (number | null)[];
  readonly validation: readonly (number | null)[];
}

export function metricSeries({ epochs }: RunView, metric: string): MetricSeries {
  return {
    train: epochs.map(({ train }) => train[metric] ?? null),
    validation: epochs.map(({ validation }) => validation[metric] ?? null),
  };
}

/** The metrics that epochs were measured by, the loss and accuracy first. */
export function metricNames({ epochs }: RunView): readonly string[] {
  const first = epochs.at(0);
  return first === undefined
    ? []
    : [...new Set([...Object.keys(first.train), ...Object.keys(first.validation)])];
}

/** The epoch whose weights are kept so far. */
export function keptEpoch({ epochs, bestEpoch }: RunView): EpochView | null {
  return epochs.findLast(({ epoch }) => epoch === bestEpoch) ?? epochs.at(-1) ?? null;
}

/** The stage that runs, or ran last. */
export function currentStage({ stages }: RunView): StageView | null {
  return stages.findLast(({ state }) => state !== 'waiting') ?? null;
}

function begin(view: RunView, event: Of<'run-started'>): RunView {
  const { run, name, seed, backend, classes, epochs: epochsAtMost, stages, gate } = event;
  return {
    ...view,
    ...{ run, name, seed, backend, classes, epochsAtMost, gate },
    state: 'running',
    stages: waitingStages(stages),
  };
}

/** Goes on from a checkpoint: what was made after it is made again. */
function resume(view: RunView, { epoch: last }: Of<'run-resumed'>): RunView {
  const epochs = view.epochs.filter(({ epoch }) => epoch <= last);
  return {
    ...view,
    state: 'running',
    stopping: null,
    pausedAt: null,
    stages: waitingStages(view.stages.map(({ stage }) => stage)),
    epochs,
    bestEpoch: epochs.findLast(({ best }) => best)?.epoch ?? null,
    trainingStopped: null,
    checkpoint: last === 0 ? null : last,
    evaluated: {},
    verdict: null,
    failure: null,
  };
}

function goOn(view: RunView, time: number): RunView {
  if (view.pausedAt === null) return view;
  const stageBegan = view.stageBegan === null ? null : view.stageBegan + (time - view.pausedAt);
  return { ...view, state: 'running', pausedAt: null, stageBegan };
}

function progress(view: RunView, event: Of<'stage-progress'>): RunView {
  const { stage, done, total, unit } = event;
  const seconds = (event.time - (view.stageBegan ?? event.time)) / 1000;
  const secondsLeft =
    stage === 'train'
      ? trainingLeft(view, done / total, seconds)
      : done === 0
        ? null
        : (seconds / done) * (total - done);
  const rowsPerSecond =
    event.rowsPerSecond ?? (stage === 'features' && seconds > 0 ? done / seconds : view.rowsPerSecond);
  return {
    ...changeStage(view, stage, { progress: { done, total, unit }, seconds, secondsLeft }),
    rowsPerSecond,
  };
}

/** At most. By what epochs take where one is done, since they hold the scoring as well; `share` is of all epochs. */
function trainingLeft({ epochs, epochsAtMost }: RunView, share: number, seconds: number): number | null {
  if (share === 0) return null;
  if (epochs.length === 0) return (seconds / share) * (1 - share);
  const each = epochs.reduce((sum, epoch) => sum + epoch.seconds, 0) / epochs.length;
  return each * epochsAtMost * (1 - share);
}

function fail(view: RunView, { code, message }: Of<'run-failed'>): RunView {
  const interrupted = code === RUN_INTERRUPTED.code || code === TRAINING_INTERRUPTED.code;
  return {
    ...view,
    state: interrupted ? 'interrupted' : 'failed',
    stopping: null,
    failure: { code, message },
    rowsPerSecond: null,
  };
}

function changeStage(view: RunView, stage: Stage, changes: Partial<StageView>): RunView {
  return {
    ...view,
    stages: view.stages.map((each) => (each.stage === stage ? { ...each, ...changes } : each)),
  };
}

function waitingStages(stages: readonly Stage[]): readonly StageView[] {
  return stages.map((stage) => ({ stage, ...WAITING }));
}
