import { basename, dirname } from 'node:path';
import { isLookCheck } from '../gate/looks.js';
import { thresholdsOf } from '../gate/thresholds.js';
import { findLeaks, leakWarnings, type LeakReport } from '../honesty/leaks.js';
import { Ledger, type LookOf } from '../honesty/ledger.js';
import type { Experiment } from '../config/experiment.js';
import type { RunMetrics } from '../runs/documents/metrics.js';
import { experimentHash } from '../runs/name.js';
import type { RunWriter } from '../runs/writer.js';
import type { ExtractedFeatures } from './features.js';
import type { Plan } from './plan.js';
import type { ExperimentPlugins } from './plugins.js';
import type { Stages } from './stages.js';

/** What there is to know of a run's held-out part before anything is trained. */
export interface HeldOutJob {
  readonly run: RunWriter;
  readonly experiment: Experiment;
  readonly plugins: ExperimentPlugins;
  readonly plan: Plan;
  readonly features: ExtractedFeatures;
  readonly stages: Stages;
}

/**
 * Looks for leaks between the parts of a run and says what it finds, in events and warnings.
 *
 * @throws the signal's reason
 */
export async function reportLeaks(
  { experiment, plugins, plan, features, stages }: HeldOutJob,
  signal: AbortSignal,
): Promise<LeakReport> {
  const { clips, parts, inputs, defects } = features;
  const normalisation = plugins.scalers.flatMap((named, index) =>
    named?.scaler.sees === undefined
      ? []
      : [{ input: experiment.inputs[index].name, scaler: named.name, sees: named.scaler.sees }],
  );
  const { performance } = plugins.dataset;
  const { claims } = plan;
  const sources = { clips, parts, inputs, defects, claims, performance, normalisation };
  const leaks = await findLeaks(sources, signal);
  for (const warning of leakWarnings(leaks)) stages.warn(warning);
  stages.emit({
    type: 'leaks-found',
    claims: leaks.claims,
    speakers: leaks.speakers.heldOut,
    sharedSpeakers: leaks.speakers.shared.length,
    sharedTakes: leaks.performances?.clips ?? null,
    nearDuplicates: leaks.nearDuplicates.count,
  });
  return leaks;
}

/** The one look of a run at its held-out part, as the ledger of its runs folder keeps it. */
export class HeldOutLook {
  readonly #job: HeldOutJob;
  readonly #ledger: Ledger;
  readonly #of: LookOf;
  #looks = 0;

  constructor(job: HeldOutJob) {
    const { run, experiment, features } = job;
    const heldOut = features.clips.filter((_, row) => features.parts[row] === 'test');
    this.#job = job;
    this.#ledger = new Ledger(dirname(run.directory));
    this.#of = {
      heldOut: features.heldOutHash,
      dataHash: features.dataHash,
      clips: heldOut.length,
      speakers: new Set(heldOut.map(({ speaker }) => speaker)).size,
      run: basename(run.directory),
      experiment: experiment.name,
      config: experimentHash(experiment),
      seed: experiment.seed,
    };
  }

  /** Runs that have looked, this one included; 0 before it did. */
  get looks(): number {
    return this.#looks;
  }

  /**
   * Warns, before anything is trained, where this look will be one too many for the gate.
   *
   * @throws LEDGER_DAMAGED: better now than after the training
   */
  async foresee(): Promise<void> {
    const { experiment, stages } = this.#job;
    const before = (await this.#ledger.looksAt(this.#of.heldOut)).filter(({ run }) => run !== this.#of.run);
    const look = before.length + 1;
    const limits = experiment.gate.filter(isLookCheck).flatMap(thresholdsOf);
    for (const { words } of limits.filter(({ side, holds }) => side === 'upper' && !holds(look))) {
      stages.warn(
        `${before.length} runs have looked at this held-out part, and the gate allows ${words} looks: it will fail. ` +
          'Go on with --validation-only, or hold out another part.',
      );
    }
  }

  /** Records the look; to be called before the held-out rows are touched. */
  async open(): Promise<void> {
    const { run, stages } = this.#job;
    const looks = await this.#ledger.look(this.#of);
    const [first] = looks;
    const last = looks[looks.length - 1];
    this.#looks = looks.length;
    const { heldOut: part } = this.#of;
    await run.note({ heldOut: { part, looks: looks.length, first: first.time, last: last.time } });
    stages.emit({ type: 'held-out-opened', part, looks: looks.length, first: first.time });
  }

  /** Adds what was found to the ledger. */
  async score({ test }: RunMetrics): Promise<void> {
    const overall = Object.entries(test?.overall ?? {}).map(([name, { value }]) => [name, value] as const);
    await this.#ledger.score(this.#of, Object.fromEntries(overall));
  }
}
