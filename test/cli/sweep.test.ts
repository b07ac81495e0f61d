import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Type, type Static } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { afterAll, beforeAll, expect, test } from 'vitest';
import classificationReport from '../../src/plugins/evaluators/classificationReport.js';
import { evaluatePart } from '../../src/core/experiment/evaluate.js';
import { FamilySchema } from '../../src/core/families/document.js';
import { Random } from '../../src/core/random.js';
import { openRun, readEvents, readPredictions } from '../../src/core/runs/reader.js';
import { pluginContext } from '../support/pluginContext.js';
import { goneProcess } from '../worker/work.js';
import { tinyWith } from './badInputs/row.js';
import { intone, ROOT, spawnIntone } from './intone.js';

const SPEAKERS = 'data: { use: synthetic, speakers: 4, repetitions: 1 }';
let cwd: string;
let environment: Record<string, string>;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'intone-sweep-'));
  environment = { INTONE_CACHE: join(cwd, 'cache') };
  await writeFile(join(cwd, 'tiny.yaml'), tinyWith('train: { epochs: 2 }'));
  const folds = tinyWith('split: { use: folds, validation: next }').replace(/^data:.*$/m, SPEAKERS);
  await writeFile(join(cwd, 'folds.yaml'), folds.replace('intervals: null', 'intervals: { resamples: 100 }'));
  await writeFile(join(cwd, 'long.yaml'), tinyWith('train: { epochs: 120 }'));
  await writeFile(
    join(cwd, 'swept.yaml'),
    'extends: ./tiny.yaml\nname: swept\nsweep:\n  model.hidden: [[4], [8]]\n  seed: [1, 2]\n',
  );
});
afterAll(async () => {
  await rm(cwd, { recursive: true });
});

const Metric = Type.Object({
  n: Type.Integer(),
  mean: Type.Union([Type.Number(), Type.Null()]),
  sd: Type.Union([Type.Number(), Type.Null()]),
});
const Outcome = Type.Object({
  name: Type.String(),
  directory: Type.String(),
  members: Type.Array(
    Type.Object({
      number: Type.Integer(),
      settings: Type.Record(Type.String(), Type.String()),
      run: Type.Union([Type.String(), Type.Null()]),
      state: Type.String(),
      error: Type.Union([Type.Object({ code: Type.String() }), Type.Null()]),
      metrics: Type.Any(),
    }),
  ),
  settings: Type.Array(
    Type.Object({
      settings: Type.Record(Type.String(), Type.String()),
      members: Type.Array(Type.Integer()),
      validation: Type.Record(Type.String(), Metric),
      test: Type.Record(Type.String(), Metric),
      pooled: Type.Array(Type.Object({ pooled: Type.Unknown() })),
    }),
  ),
  ranking: Type.Optional(
    Type.Object({ ranked: Type.Array(Type.Object({ settings: Type.Record(Type.String(), Type.String()) })) }),
  ),
});

function parsed(stdout: string): Static<typeof Outcome> {
  const printed: unknown = JSON.parse(stdout);
  Value.Assert(Outcome, printed);
  return printed;
}

async function family(runs: string): Promise<Static<typeof FamilySchema>> {
  const folder = join(cwd, runs, 'families');
  const [name] = await readdir(folder);
  const document: unknown = JSON.parse(await readFile(join(folder, name, 'family.json'), 'utf8'));
  Value.Assert(FamilySchema, document);
  return document;
}

test(
  'folds: every clip is held out once, and pooled they are measured as one part',
  { timeout: 60_000 },
  async () => {
    const argv = ['sweep', 'folds.yaml', '--folds', '4', '--runs', 'folds', '--json'];
    const { exit, stdout } = await spawnIntone(argv, { cwd, environment });
    expect(exit).toBe(0);
    const { members, settings } = parsed(stdout);
    expect(members.map(({ settings: { 'split.fold': fold } }) => fold)).toEqual(['1', '2', '3', '4']);

    const runs = await Promise.all(members.map(({ run }) => openRun(join(cwd, 'folds', run ?? ''))));
    const kept = await Promise.all(runs.map(readPredictions));
    const [{ classes }] = kept;
    const lines = kept
      .flatMap(({ lines: all }) => all.filter(({ part }) => part === 'test'))
      .sort((one, other) => (one.clip < other.clip ? -1 : 1));
    expect(new Set(lines.map(({ clip }) => clip)).size).toBe(120);
    const expected = evaluatePart(
      {
        classes,
        truth: Int32Array.from(lines, ({ truth }) => classes.indexOf(truth)),
        probabilities: Float64Array.from(lines.flatMap(({ probabilities }) => probabilities)),
      },
      [{ name: 'classification-report', evaluator: classificationReport.create({}, pluginContext()) }],
      { resamples: 100, level: 0.95 },
      new Random(42).fork('family/pooled'),
      // Each fold holds out speakers of its own: the intervals are drawn by speaker.
      lines.map(({ clip }) => clip.split('/')[0]),
    );
    const told: unknown = JSON.parse(JSON.stringify(expected));
    expect(settings).toHaveLength(1);
    expect(settings[0].pooled).toEqual([{ settings: {}, pooled: { ok: true, metrics: told } }]);
    expect(settings[0].test['accuracy']).toMatchObject({ n: 4 });
  },
);

test(
  'a config names its family; settings are ranked by validation; runs know their family',
  { timeout: 60_000 },
  async () => {
    const argv = ['sweep', 'swept.yaml', '--runs', 'swept', '--jobs', '2', '--threads', '5'];
    const { exit, stdout, stderr } = await spawnIntone(argv, { cwd, environment });
    expect(exit).toBe(0);
    expect(stderr).toMatch(/^sweep .*: 4 members; 2 at once, 2 threads each$/m);
    expect(stderr).toMatch(/^finished .*; 4\/4 done$/m);
    expect(stdout).toMatch(/^\[4\] +2 members \(seed\) +0\.\d{3} ± 0\.\d{3}/m);

    const shown = await intone(['sweep', 'show', '--runs', 'swept', '--best', 'uar', '--json'], { cwd });
    const { name, settings, ranking } = parsed(shown.stdout);
    const means = settings.map(({ validation }) => validation['uar'].mean ?? 0);
    const best = settings[means.indexOf(Math.max(...means))];
    expect(ranking?.ranked[0].settings).toEqual(best.settings);
    const listed = await intone(['runs', '--runs', 'swept', '--where', `family = ${name}`, '--json'], {
      cwd,
    });
    expect(JSON.parse(listed.stdout)).toHaveLength(4);

    const markdown = await intone(['sweep', 'show', 'swept', '--runs', 'swept', '--markdown'], { cwd });
    expect(markdown.stdout).toMatch(/^\| model\.hidden \| over \| accuracy \|/m);
    const alone = await intone(['run', 'swept.yaml', '--runs', 'alone'], { cwd });
    expect(alone.stderr).toMatch(/^The config names a family of 4 members \(model\.hidden, seed\)/m);
  },
);

test('a member that fails ends no other, and is tried again on resume', { timeout: 90_000 }, async () => {
  const argv = ['sweep', 'tiny.yaml', '--over', 'split.test=0.25,0.99,0.3', '--set', 'split.validation=0.2'];
  const shares = ['--runs', 'failing', '--jobs', '3', '--threads', '9'];
  const { exit, stdout, stderr } = await spawnIntone([...argv, ...shares], { cwd, environment });
  expect(exit).toBe(2);
  expect(stderr).toMatch(/^error\[SPLIT_FRACTIONS\] member 2 \(split\.test=0\.99\): /m);
  expect(stderr).toMatch(/^Go on with: intone sweep --resume \S+-tiny$/m);
  expect(stdout).toMatch(/^1 +0\.25 +passed /m);
  expect(stdout).toMatch(/^2 +0\.99 +failed +- /m);
  expect(stdout).toMatch(/^3 +0\.3 +passed /m);

  const before = await family('failing');
  expect(before).toMatchObject({ jobs: 3, threads: 3 });
  // One is left, and has the threads that it had, not all of them.
  const resume = ['sweep', '--resume', 'latest', '--runs', 'failing', '--threads', '9'];
  const again = await spawnIntone(resume, { cwd, environment });
  expect(again.exit).toBe(2);
  expect(again.stderr).toMatch(/: 3 members, 2 of them finished before; 1 at once, 3 threads each$/m);
  const after = await family('failing');
  expect(after.members.map(({ run }) => run)).toEqual(before.members.map(({ run }) => run));
  expect(after.members[1]).toMatchObject({ run: null, error: { code: 'SPLIT_FRACTIONS', exit: 2 } });
});

test('--stop-on-failure starts no more; a failed gate exits with 1', { timeout: 90_000 }, async () => {
  const over = ['--over', 'split.test=0.99,0.25', '--set', 'split.validation=0.2', '--jobs', '1'];
  const argv = ['sweep', 'tiny.yaml', ...over, '--stop-on-failure', '--runs', 'stopped'];
  expect((await spawnIntone(argv, { cwd, environment })).exit).toBe(2);
  expect((await family('stopped')).members.map(({ run }) => run)).toEqual([null, null]);

  await writeFile(join(cwd, 'strict.yaml'), tinyWith('gate: [{ metric: accuracy, min: 0.99 }]'));
  const strict = await spawnIntone(['sweep', 'strict.yaml', '--seeds', '2', '--runs', 'strict'], {
    cwd,
    environment,
  });
  expect(strict.exit).toBe(1);
});

test(
  'Ctrl-C saves all members; resumed, the family has the bytes of one never stopped',
  { timeout: 120_000 },
  async () => {
    const sweep = ['sweep', 'long.yaml', '--seeds', '3'];
    const stopped = await spawnIntone([...sweep, '--runs', 'cut'], {
      cwd,
      environment,
      interruptAfter: /^started +2/m,
    });
    expect(stopped.exit).toBe(130);
    expect(stopped.stderr).toMatch(/error\[FAMILY_INTERRUPTED\] .*\n.*intone sweep --resume \S+-tiny'/);
    const resumed = await spawnIntone(['sweep', '--resume', 'latest', '--runs', 'cut'], { cwd, environment });
    expect(resumed.exit).toBe(0);
    const whole = await spawnIntone([...sweep, '--runs', 'whole', '--jobs', '1'], { cwd, environment });
    expect(whole.exit).toBe(0);
    const [cut, uncut] = [await family('cut'), await family('whole')];
    for (const [index, { run }] of cut.members.entries()) {
      const file = (runs: string, name: string | null) =>
        readFile(join(cwd, runs, name ?? '', 'metrics.json'));
      expect(await file('cut', run)).toEqual(await file('whole', uncut.members[index].run));
    }
  },
);

test(
  'killed in the middle: its members save themselves, and resume goes on with them',
  { timeout: 120_000 },
  async () => {
    const argv = ['sweep', 'long.yaml', '--seeds', '2', '--jobs', '1', '--runs', 'killed'];
    const child = spawn(process.execPath, [resolve(ROOT, 'bin/intone.js'), ...argv], {
      cwd,
      env: { ...process.env, ...environment },
      stdio: 'ignore',
    });
    const run = await firstTraining('killed');
    child.kill('SIGKILL');
    const resumed = await spawnIntone(['sweep', '--resume', 'latest', '--runs', 'killed'], {
      cwd,
      environment,
    });
    expect(resumed.exit).toBe(0);
    expect(resumed.stderr).toMatch(/^resumed +1 \(seed=1\)/m);
    const document = await family('killed');
    expect(document.members[0].run).toBe(run);
    const events = await readEvents(await openRun(join(cwd, 'killed', run)));
    expect(events.some(({ type }) => type === 'run-resumed')).toBe(true);
    await goneProcess(child.pid ?? 0);
  },
);

/** The name of the first run of a folder that has trained an epoch. */
async function firstTraining(runs: string): Promise<string> {
  for (let left = 600; left > 0; left--) {
    const names = await readdir(join(cwd, runs)).catch(() => []);
    const name = names.find((each) => /^\d{8}T/.test(each));
    const text =
      name === undefined ? '' : await readFile(join(cwd, runs, name, 'events.jsonl'), 'utf8').catch(() => '');
    if (name !== undefined && text.includes('"epoch-finished"')) return name;
    await wait(50);
  }
  throw new Error('No member ever trained.');
}

test(
  'a config that was changed is noticed before a member of another experiment is begun',
  { timeout: 60_000 },
  async () => {
    const config = join(cwd, 'changing.yaml');
    await writeFile(config, tinyWith('train: { epochs: 1 }'));
    const argv = [
      'sweep',
      'changing.yaml',
      '--over',
      'split.test=0.25,0.99',
      '--set',
      'split.validation=0.2',
    ];
    await spawnIntone([...argv, '--runs', 'changing'], { cwd, environment });
    await writeFile(config, tinyWith('train: { epochs: 2 }'));
    const { exit, stderr } = await intone(['sweep', '--resume', 'latest', '--runs', 'changing'], { cwd });
    expect(exit).toBe(2);
    expect(stderr).toMatch(/error\[FAMILY_CHANGED\] .*split\.test=0\.99 would be another experiment/);
  },
);

test.each([
  [['tiny.yaml'], 'FAMILY_EMPTY'],
  [['tiny.yaml', '--over', 'seed'], 'FAMILY_OVER_SYNTAX'],
  [['tiny.yaml', '--over', 'seed=1..40', '--over', 'train.epochs=1..40'], 'FAMILY_TOO_LARGE'],
  [['tiny.yaml', '--over', 'train.epochs=1,1.0'], 'FAMILY_SAME_MEMBER'],
  [['tiny.yaml', '--folds', '3'], 'FAMILY_NO_FOLDS'],
  [['tiny.yaml', '--seeds', '2', '--best', 'test.uar'], 'FAMILY_BEST_HELD_OUT'],
  [['--resume', 'latest', '--seeds', '2'], 'FAMILY_RESUME_WITH_MORE'],
  [['--resume', 'yesterday'], 'FAMILY_NOT_FOUND'],
  [['show', '--runs', 'swept', '--best', 'uarr'], 'FAMILY_METRIC_UNKNOWN'],
  [['show', '2', '--runs', 'everything'], 'FAMILY_NOT_FOUND'],
])('sweep %j is refused: %s', async (argv, code) => {
  const { exit, stderr } = await intone(['sweep', ...argv], { cwd });
  expect(exit).toBe(2);
  expect(stderr).toContain(`error[${code}]`);
});

test('mistakes under sweep: have their line and column', async () => {
  await writeFile(
    join(cwd, 'wrong.yaml'),
    'extends: ./tiny.yaml\nsweep:\n  model.hidden: [[4], [-1]]\n  seed: 7\n',
  );
  const list = await intone(['sweep', 'wrong.yaml'], { cwd });
  expect(list.stderr).toMatch(/error\[CONFIG_WRONG_TYPE\][^\n]*\n +--> wrong\.yaml:4:9/);
  await writeFile(join(cwd, 'wrong.yaml'), 'extends: ./tiny.yaml\nsweep:\n  model.hidden: [[4], [-1]]\n');
  const value = await intone(['validate', 'wrong.yaml'], { cwd });
  expect(value.stderr).toMatch(/error\[CONFIG_OUT_OF_RANGE\][^\n]*\n +--> wrong\.yaml:3:24/);
});

test(
  '--validation-only opens the held-out part of no member, and shows the validation part',
  { timeout: 90_000 },
  async () => {
    const argv = ['sweep', 'tiny.yaml', '--seeds', '2', '--runs', 'closed', '--validation-only'];
    const { exit, stdout, stderr } = await spawnIntone(argv, { cwd, environment });
    expect(exit, stderr).toBe(0);
    expect(stdout).toContain('validation part');
    const { stdout: ledger } = await intone(['ledger', '--runs', 'closed'], { cwd });
    expect(ledger).toBe("No run in 'closed' has looked at a held-out part.\n");
  },
);
