import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../src/core/events.js';
import { rejudge } from '../../../src/core/experiment/rejudge.js';
import { resumeExperiment } from '../../../src/core/experiment/resume.js';
import { runExperiment, type RunResult, type RunSettings } from '../../../src/core/experiment/run.js';
import { Ledger, type Look } from '../../../src/core/honesty/ledger.js';
import { isThere } from '../../../src/core/runs/files.js';
import { findRun } from '../../../src/core/runs/find.js';
import { openRun, readLeaks, readPredictions } from '../../../src/core/runs/reader.js';
import { compareRuns } from '../../../src/core/compare/compareRuns.js';
import { builtInRegistry } from '../../../src/plugins/index.js';
import { rejection } from '../../support/rejection.js';
import { loadTiny } from '../../experiment/tiny.js';
import { temporaryFolder } from '../runs/example.js';

let folder: string;
let runsDirectory: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  runsDirectory = join(folder, 'runs');
});

const SHORT = ['train.epochs=1', 'train.stopEarly=null', 'intervals.resamples=100'];

async function run(
  overrides: readonly string[] = [],
  settings: Partial<RunSettings> = {},
): Promise<{ result: RunResult; events: RunEvent[] }> {
  const events: RunEvent[] = [];
  const loaded = await loadTiny(folder, [...SHORT, ...overrides]);
  const sink = (event: RunEvent): void => void events.push(event);
  return { result: await runExperiment(loaded, { runsDirectory, sink, ...settings }), events };
}

const looks = async (): Promise<readonly Look[]> => await new Ledger(runsDirectory).looks();

function warningsOf(events: readonly RunEvent[]): readonly string[] {
  return events.flatMap((event) => (event.type === 'warning' ? [event.message] : []));
}

describe('the ledger of held-out looks', () => {
  it('counts every run that looks at one held-out part, whatever else differs', async () => {
    const first = await run();
    await run(['train.batchSize=8']);
    const [one, two] = await looks();
    expect(one.heldOut).toBe(two.heldOut);
    expect(one.config).not.toBe(two.config);
    expect(one.overall?.['accuracy']).toBe(first.result.metrics.test?.overall['accuracy'].value);
    const { record } = await findRun('latest', runsDirectory);
    expect(record.heldOut).toEqual({ part: one.heldOut, looks: 2, first: one.time, last: two.time });
  });

  it('knows another split for another held-out part', async () => {
    await run();
    await run(['split.test=0.3']);
    const [one, two] = await looks();
    expect(one.heldOut).not.toBe(two.heldOut);
    expect(two.clips).toBeGreaterThan(one.clips);
  });

  it('counts a run that ends right after its look, and counts it once when it goes on', async () => {
    const controller = new AbortController();
    const sink = (event: RunEvent): void => {
      if (event.type === 'held-out-opened') controller.abort();
    };
    await rejection(run([], { sink, signal: controller.signal }));
    expect(await looks()).toHaveLength(1);
    const again = await resumeExperiment(await findRun('latest', runsDirectory), builtInRegistry());
    expect((await looks()).map(({ overall }) => overall?.['accuracy'])).toEqual([
      again.metrics.test?.overall['accuracy'].value,
    ]);
  });

  it('lets a gate set a limit, which is said before the training and judged after it', async () => {
    const limited = ['gate=[{ metric: held-out-looks, max: 1 }]'];
    const first = await run(limited);
    expect(first.result.verdict.passed).toBe(true);
    expect(warningsOf(first.events).filter((text) => text.includes('looks'))).toEqual([]);
    const second = await run(limited);
    expect(second.result.verdict.checks).toMatchObject([
      { metric: 'held-out-looks', value: 2, threshold: '≤ 1', passed: false, shortBy: 1 },
    ]);
    const early = second.events.findIndex(
      (event) => event.type === 'warning' && event.message.includes('the gate allows ≤ 1 looks'),
    );
    const training = second.events.findIndex(
      (event) => event.type === 'stage-started' && event.stage === 'train',
    );
    expect(early).toBeGreaterThan(-1);
    expect(early).toBeLessThan(training);
    expect((await rejudge(await openRun(first.result.directory))).passed).toBe(true);
    expect((await rejudge(await openRun(second.result.directory))).passed).toBe(false);
  });
});

describe('a run with --validation-only', () => {
  const gate =
    'gate=[{ metric: accuracy, min: 0.99 }, { metric: accuracy, part: validation, min: 0, ' +
    'mayMiss: [neutral, calm, happy, sad, angry, fearful, disgust, surprised] }]';

  it('leaves the held-out part closed: no look, no predictions, no metrics', async () => {
    const { result, events } = await run([gate], { validationOnly: true });
    expect(await isThere(join(runsDirectory, 'ledger.jsonl'))).toBe(false);
    expect(Object.keys(result.metrics)).toEqual(['validation', 'baselines']);
    expect(Object.keys(result.metrics.baselines ?? {})).toEqual(['validation']);
    const kept = await openRun(result.directory);
    const { lines } = await readPredictions(kept);
    expect(new Set(lines.map(({ part }) => part))).toEqual(new Set(['validation']));
    expect(events.some((event) => event.type === 'evaluated' && event.part === 'test')).toBe(false);
    expect(result.verdict).toMatchObject({ passed: true, validationOnly: true });
    expect(result.verdict.checks.map(({ part }) => part)).toEqual(['validation']);
    expect(result.verdict.summary).toMatch(/^Validation only\. /);
    expect(result.verdict.notes[0]).toBe(
      'The held-out part was not opened; 1 check on it was not judged: accuracy.',
    );
    expect((await rejudge(kept)).checks).toEqual(result.verdict.checks);
  });

  it('trains the same model and has the same validation metrics as with the look', async () => {
    const closed = await run([gate], { validationOnly: true });
    const open = await run([gate]);
    expect(closed.result.metrics.validation).toEqual(open.result.metrics.validation);
    const weights = async ({ result }: typeof open): Promise<Buffer> =>
      await readFile(join(result.directory, 'model', 'weights.bin'));
    expect(await weights(closed)).toEqual(await weights(open));
  });

  it('fails by its validation checks', async () => {
    const checks = 'gate=[{ metric: accuracy, part: validation, above: 0.999 }]';
    expect((await run([checks], { validationOnly: true })).result.verdict.passed).toBe(false);
  });

  it('stays so when it is resumed', async () => {
    const controller = new AbortController();
    const sink = (event: RunEvent): void => {
      if (event.type === 'epoch-finished') controller.abort();
    };
    await rejection(run([], { validationOnly: true, sink, signal: controller.signal }));
    const again = await resumeExperiment(await findRun('latest', runsDirectory), builtInRegistry());
    expect(again.verdict.validationOnly).toBe(true);
    expect(await looks()).toEqual([]);
  });

  it('cannot train on the validation part too', async () => {
    const fitted = ['train.fitOn=train+validation', 'gate=[]'];
    expect((await rejection(run(fitted, { validationOnly: true }))).code).toBe('VALIDATION_ONLY_FITTED');
  });

  it('is not compared on the part that it did not open', async () => {
    const { result } = await run([], { validationOnly: true });
    const kept = await openRun(result.directory);
    const compared = compareRuns([kept, kept], builtInRegistry(), {
      ...{ seed: 1, anyShare: false, resamples: 100, level: 0.95 },
    });
    expect((await rejection(compared)).code).toBe('HELD_OUT_NOT_OPENED');
  });
});

describe('what a run may claim', () => {
  it('is the same speakers of a split by clip, with the leaks by name', async () => {
    const { result, events } = await run();
    expect(result.verdict.claims).toBe('same speakers');
    const kept = await openRun(result.directory);
    expect(kept.record.claims).toBe('same speakers');
    const leaks = await readLeaks(kept);
    expect(leaks?.speakers).toEqual({ heldOut: 2, shared: ['Voice_01', 'Voice_02'] });
    expect(leaks?.performances?.columns).toEqual(['speaker', 'label', 'intensity', 'statement', 'channel']);
    expect(leaks?.performances?.clips).toBeGreaterThan(10);
    expect(leaks?.nearDuplicates.count).toBe(0);
    expect(warningsOf(events).some((text) => text.includes('have other takes of the same performance'))).toBe(
      true,
    );
    expect(result.metrics.test?.intervals).toBeUndefined();
  });

  it('is new speakers of a split by speaker, whose intervals are drawn by speaker', async () => {
    const { result, events } = await run([
      'data.speakers=5',
      'split={ use: grouped, test: [Voice_01, Voice_02], validation: [Voice_03] }',
    ]);
    expect(result.verdict.claims).toBe('new speakers');
    const leaks = await readLeaks(await openRun(result.directory));
    expect(leaks).toMatchObject({ speakers: { heldOut: 2, shared: [] }, performances: { clips: 0 } });
    expect(result.metrics.test?.intervals).toEqual({ by: 'speaker', speakers: 2 });
    // One speaker cannot be drawn from.
    expect(result.metrics.validation?.intervals).toBeUndefined();
    expect(warningsOf(events)).toContain(
      'The intervals of the held-out part are made by drawing its 2 speakers: with fewer than 5 they are rough, and mostly too narrow.',
    );
  });
});
