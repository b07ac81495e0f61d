import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Type, type Static, type TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TINY, tinyWith } from './badInputs/row.js';
import { wav } from './badInputs/recordings.js';
import { intone, ROOT, spawnIntone, type Outcome } from './intone.js';
import { runNames } from '../../src/core/runs/find.js';

let cwd: string;
let ran: Outcome;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'intone-cli-'));
  await writeFile(join(cwd, 'tiny.yaml'), TINY);
  const anyClass = 'mayMiss: [neutral, calm, happy, sad, angry, fearful, disgust, surprised]';
  await writeFile(join(cwd, 'strict.yaml'), tinyWith(`gate: [{ metric: accuracy, min: 0.99, ${anyClass} }]`));
  await writeFile(
    join(cwd, 'tone.wav'),
    wav(16_000, (index) => 8000 * Math.sin(index / 12)),
  );
  ran = await intone(['run', 'tiny.yaml'], { cwd });
});
afterAll(async () => {
  await rm(cwd, { recursive: true });
});

const Verdict = Type.Object({
  passed: Type.Boolean(),
  checks: Type.Array(Type.Object({ metric: Type.String() })),
});
const RunOutcome = Type.Object({
  directory: Type.String(),
  verdict: Verdict,
  metrics: Type.Object({ test: Type.Object({ rows: Type.Integer() }) }),
});
const ClipValues = <S extends TSchema>(value: S) =>
  Type.Array(Type.Object({ clip: Type.String(), values: Type.Record(Type.String(), value) }));
const Heard = Type.Array(
  Type.Object({ label: Type.String(), probabilities: Type.Record(Type.String(), Type.Number()) }),
);

/** What a command prints with --json, whose stdout must hold nothing else. */
async function json<S extends TSchema>(argv: readonly string[], schema: S, exit = 0): Promise<Static<S>> {
  const outcome = await intone([...argv, '--json'], { cwd });
  expect(outcome.exit).toBe(exit);
  const printed: unknown = JSON.parse(outcome.stdout);
  Value.Assert(schema, printed);
  return printed;
}

test('run: progress on stderr; figures, verdict and where it is kept on stdout', () => {
  expect(ran.exit).toBe(0);
  expect(ran.stderr).toMatch(/^features {2}60 clips/m);
  expect(ran.stderr).toMatch(/^train {5}epoch 1\/1/m);
  expect(ran.stdout).toMatch(/^accuracy +0\.\d{3} +0\.\d{3}$/m);
  expect(ran.stdout).toMatch(/^surprised +\d/m);
  expect(ran.stdout).toMatch(/^PASSED: /m);
  expect(ran.stdout).toMatch(/look again with: intone show runs\/\S+-tiny-[0-9a-f]{8}\n$/);
});

test('run exits with 1 where a threshold fails, and says by how much', async () => {
  const { exit, stdout } = await intone(['run', 'strict.yaml', '--runs', 'other'], { cwd });
  expect(exit).toBe(1);
  expect(stdout).toMatch(/^FAIL {2}accuracy +test +all +0\.\d+ +≥ 0\.99 +0\.\d{3}$/m);
  expect(stdout).toMatch(/^FAILED: .*accuracy/m);
});

test('run says each of the config’s warnings once', async () => {
  const balancedTwice = [
    '--set',
    'sample=smote',
    '--set',
    'sample.neighbors=1',
    '--set',
    'train.classWeights=balanced',
  ];
  const { exit, stderr } = await intone(['run', 'tiny.yaml', '--runs', 'warned', ...balancedTwice], { cwd });
  expect({ exit, times: stderr.match(/Class weights on top of the sampler/g)?.length }).toEqual({
    exit: 0,
    times: 1,
  });
});

test('run --json prints one object: directory, verdict, metrics', async () => {
  const { directory, verdict, metrics } = await json(
    ['run', 'strict.yaml', '--runs', 'other'],
    RunOutcome,
    1,
  );
  expect(directory).toMatch(/^other\//);
  expect(verdict).toMatchObject({ passed: false, checks: [{ metric: 'accuracy' }] });
  expect(metrics.test.rows).toBe(15);
});

test('run --dry-run shows the plan and keeps nothing', async () => {
  const { exit, stdout } = await intone(['run', 'strict.yaml', '--dry-run', '--runs', 'dry'], { cwd });
  expect(exit).toBe(0);
  expect(stdout).toMatch(/^all +30 +15 +15 +60$/m);
  expect(stdout).toMatch(/^a row: \[1], of 1 columns: rms$/m);
  expect(stdout).toMatch(/^all +\d[\d,]+ +\d[\d,]+$/m);
  expect(stdout).toMatch(/^accuracy +test +all +≥ 0\.99 +error$/m);
  await expect(readdir(join(cwd, 'dry'))).rejects.toThrow('ENOENT');
});

test('--set reaches the run: another seed is another run', async () => {
  const plan = await json(
    ['run', 'tiny.yaml', '--dry-run', '--set', 'seed=7', '--set', 'name=other'],
    Type.Unknown(),
  );
  expect(plan).toMatchObject({ seed: 7, name: 'other', inputs: [{ shape: [1] }] });
});

test('Ctrl-C ends a run with 130, says what was kept, and the run says interrupted', async () => {
  const argv = ['run', 'tiny.yaml', '--runs', 'stopped', '--set', 'train.epochs=100000'];
  const { exit, stdout, stderr } = await spawnIntone(argv, { cwd, interruptAfter: 'epoch 2/' });
  expect({ exit, stdout }).toEqual({ exit: 130, stdout: '' });
  expect(stderr).toMatch(/error\[\w*INTERRUPTED\]/);
  const [run] = await runNames(join(cwd, 'stopped'));
  const record: unknown = JSON.parse(await readFile(join(cwd, 'stopped', run, 'run.json'), 'utf8'));
  expect(record).toMatchObject({ state: 'interrupted', passed: null });
});

test('runs lists what was kept; show and check find it again', async () => {
  expect(await json(['runs'], Type.Unknown())).toMatchObject([{ state: 'finished', passed: true, seed: 42 }]);
  const shown = await intone(['show', 'latest'], { cwd });
  expect(shown.stdout).toMatch(/^experiment +tiny, seed 42$/m);
  expect(shown.stdout).toMatch(/^features +\d+\.\d s +\d+ MB +60 clips/m);
  expect(await json(['show', 'latest'], Type.Unknown())).toMatchObject({
    state: 'finished',
    verdict: { passed: true },
  });
  expect((await intone(['check', 'latest'], { cwd })).stdout).toMatch(/^PASSED/m);
});

test('check judges a kept run by other thresholds and changes nothing in it', async () => {
  const folder = join(cwd, 'runs');
  const [run] = await runNames(folder);
  const before = await readFile(join(folder, run, 'verdict.json'));
  const strict = await intone(['check', run, '--gate', 'strict.yaml'], { cwd });
  expect(strict.exit).toBe(1);
  const argv = ['check', run, '--preset', 'published-criteria'];
  const { verdict } = await json(argv, Type.Object({ verdict: Verdict }), 1);
  expect(verdict.checks).toHaveLength(10);
  expect(await readFile(join(folder, run, 'verdict.json'))).toEqual(before);
});

test('features prints what the model would see, by column, in the order of the config', async () => {
  const argv = ['features', 'tiny.yaml', 'tone.wav', '--set', 'features=[zero-crossing-rate, rms]'];
  const [{ clip, values }] = await json(argv, ClipValues(Type.Number()));
  expect(clip).toBe('tone.wav');
  expect(Object.keys(values)).toEqual(['zero_crossing_rate', 'rms']);
  // A sine of amplitude 8000/32768 has the RMS of its amplitude over the root of two.
  expect(values['rms']).toBeCloseTo(8000 / 32768 / Math.SQRT2, 1);
});

test('features keeps the sequence where nothing is pooled', async () => {
  const argv = ['features', 'tiny.yaml', 'tone.wav', '--set', 'pool=none', '--set', 'model=cnn-bilstm'];
  const [{ values }] = await json(argv, ClipValues(Type.Array(Type.Number())));
  // One second at 8 kHz, a frame each 512 samples, the first one centred on its start.
  expect(values['rms']).toHaveLength(1 + Math.floor(8000 / 512));
});

test('predict says what a kept model hears, with every probability', async () => {
  const [{ label, probabilities }] = await json(['predict', 'latest', 'tone.wav'], Heard);
  const values = Object.values(probabilities);
  expect(values).toHaveLength(8);
  expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 6);
  expect(probabilities[label]).toBe(Math.max(...values));
});

test('schema prints the schema that the configs name, and its --json is the same', async () => {
  const { stdout } = await intone(['schema']);
  expect(JSON.parse(stdout)).toEqual(await json(['schema'], Type.Unknown()));
  expect(JSON.parse(stdout)).toMatchObject({ title: 'An intone experiment' });
});

test('plugins lists each kind and explains one with its options', async () => {
  const list = await intone(['plugins', '--kind', 'sampler']);
  expect(list.stdout).toMatch(/^samplers \(sample:\)\n {2}smote\n/);
  const page = await intone(['plugins', 'smote']);
  expect(page.stdout).toMatch(/neighbors\n +a whole number, at least 1; default 5\n/);
  expect(await json(['plugins', 'smote'], Type.Unknown())).toMatchObject([
    { kind: 'sampler', slot: 'sample' },
  ]);
});

test('doctor finds what runs need', async () => {
  const { exit, stdout } = await intone(['doctor'], { cwd });
  expect(exit).toBe(0);
  expect(stdout).toMatch(/^ok +node +\d+\.\d+/m);
  expect(stdout).toMatch(/^ok +backend wasm +tfjs-wasm/m);
  expect(stdout).toMatch(/^note +data of ravdess /m);
});

test('validate checks several configs and names the ones that are right', async () => {
  const { exit, stdout, stderr } = await intone(['validate', 'tiny.yaml', 'nope.yaml', 'strict.yaml'], {
    cwd,
  });
  expect(exit).toBe(2);
  expect(stdout).toBe('tiny.yaml: valid\nstrict.yaml: valid\n');
  expect(stderr).toContain("There is no config file 'nope.yaml'");
});

test('--version says what is installed and loads no command line', async () => {
  const environment = { NODE_DEBUG: 'esm,module', NO_COLOR: '1' };
  const { exit, stdout, stderr } = await spawnIntone(['--version'], { environment });
  expect(exit).toBe(0);
  expect(stdout).toMatch(/^intone\/\d+\.\d+\.\d+ \S+ node-v\d+\.\d+\.\d+\n$/);
  expect(stderr).not.toMatch(/oclif|tensorflow/);
});

test.each([['help'], ['plugins'], ['validate', resolve(ROOT, 'configs/quickstart.yaml')]])(
  '%s loads no TensorFlow.js',
  async (...argv) => {
    const environment = { NODE_DEBUG: 'esm,module', NO_COLOR: '1' };
    const { exit, stderr } = await spawnIntone(argv, { environment });
    expect(exit).toBe(0);
    expect(stderr).toContain('oclif');
    expect(stderr).not.toContain('node_modules/@tensorflow');
  },
);
