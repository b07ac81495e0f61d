import { spawn, spawnSync } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { findTensorflow } from '../../../src/core/backends/findTensorflow.js';
import type { InstallOptions } from '../../../src/core/backends/install/install.js';
import { removeBackend } from '../../../src/core/backends/install/remove.js';
import { loadTensorflow } from '../../../src/core/backends/loadTensorflow.js';
import { INSTALLABLE } from '../../../src/core/backends/packages.js';
import { rejection } from '../../support/rejection.js';
import { installBackend } from './built.mjs';
import { heard, testFolder } from './context.js';
import { serveFiles, type FileServer, type ServedFile } from './fileServer.js';
import { canCompile, makeStandIn, type StandIn } from './standIn.js';

const BACKEND = INSTALLABLE.cpu;
const NAME = 'tensorflow-4.22.0-2.21.0';
const SMOKE_ENTRY = fileURLToPath(
  new URL('../../../dist/core/backends/install/smokeEntry.js', import.meta.url),
);
let standIn: StandIn;
let madeOnce: string;
beforeAll(async () => {
  madeOnce = await mkdtemp(join(tmpdir(), 'intone-made-once-'));
  if (canCompile) standIn = await makeStandIn(madeOnce);
});
afterAll(() => rm(madeOnce, { recursive: true, force: true }));

interface Scene {
  readonly folder: string;
  readonly server: FileServer;
  readonly options: InstallOptions & Required<Pick<InstallOptions, 'wheels' | 'index'>>;
  readonly environment: Record<string, string | undefined>;
}

/** An empty folder, an npm registry and a package index. */
async function scene({
  wheel = {},
  install,
  from = standIn,
}: { wheel?: Partial<ServedFile>; install?: string; from?: StandIn } = {}): Promise<Scene> {
  const files: Record<string, ServedFile | number> = {};
  const server = await serveFiles(files);
  Object.assign(files, await from.registry(server.url, install), {
    '/simple/tensorflow-cpu/': {
      contents: JSON.stringify({
        files: [{ filename: from.wheel.file, url: `../../files/${from.wheel.file}` }],
      }),
      type: 'application/vnd.pypi.simple.v1+json',
    },
    [`/files/${from.wheel.file}`]: { contents: from.wheelBytes, ...wheel },
  });
  const folder = join(await testFolder(), 'backends');
  return {
    folder,
    server,
    options: { folder, wheels: [from.wheel], index: `${server.url}/simple` },
    environment: { ...process.env, npm_config_registry: server.url, npm_config_cache: madeOnce },
  };
}

/** What lies in the folder of the backends, the lock's traces left out. */
async function left(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).sort();
}

describe.skipIf(!canCompile)('where there is a C++ compiler', () => {
  test('the wheel is fetched, checked, unpacked, bound to Node and tried out', async () => {
    const { folder, options, environment } = await scene();
    const context = heard(environment);
    const installed = await installBackend(BACKEND, options, context);
    expect(installed).toMatchObject({
      directory: join(folder, NAME),
      already: false,
      gpu: false,
      installation: { name: 'tensorflow', packageVersion: '4.22.0', libraryVersion: '2.21.0', way: 'wheel' },
    });
    expect(await left(folder)).toEqual(['downloads', NAME]);
    expect(await readdir(join(folder, 'downloads'))).toEqual([]);
    const steps = context.told.flatMap((each) => (each.type === 'step' ? [each.text] : []));
    expect(steps.map((text) => text.split(' ')[0])).toEqual([
      'fetching',
      'downloading',
      'unpacking',
      'compiling',
      'trying',
    ]);

    const found = findTensorflow('cpu', { from: [], backends: folder });
    expect(found).toMatchObject({ source: 'managed', packageVersion: '4.22.0', libraryVersion: '2.21.0' });
    if (found === null) throw new Error('It is not found.');
    expect(existsSync(join(found.directory, 'index.js.map'))).toBe(false);
    expect(await loadTensorflow(found)).toHaveProperty('matMul');

    // It can be moved to another place, or machine, as a whole.
    const moved = join(await testFolder(), 'moved');
    await rename(folder, moved);
    const again = findTensorflow('cpu', { from: [], backends: moved });
    if (again === null) throw new Error('It is not found.');
    const { stdout } = spawnSync(process.execPath, [SMOKE_ENTRY, again.directory], { encoding: 'utf8' });
    expect(JSON.parse(stdout)).toEqual({ library: '2.21.0', gpu: false, product: [19, 22, 43, 50] });
  });

  test('what its libraries print while they load is held back', async () => {
    const { folder, options, environment } = await scene();
    await installBackend(BACKEND, options, heard(environment));
    const directory = join(folder, NAME, 'node_modules/@tensorflow/tfjs-node');
    const load = (level?: string): string =>
      spawnSync(process.execPath, [SMOKE_ENTRY, directory], {
        encoding: 'utf8',
        env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: level },
      }).stderr;
    expect(load()).toBe('');
    expect(load('0')).toContain('oneDNN');
  });

  test('where it is there already nothing is done', async () => {
    const { options, environment, server } = await scene();
    await installBackend(BACKEND, options, heard(environment));
    const before = server.asked.length;
    expect(await installBackend(BACKEND, options, heard(environment))).toMatchObject({ already: true });
    expect(server.asked).toHaveLength(before);
  });

  test("the package's own installer goes first, and what it brings is taken where it computes", async () => {
    const done = await scene();
    await installBackend(BACKEND, done.options, heard(done.environment));
    const lib = join(done.folder, NAME, 'node_modules/@tensorflow/tfjs-node/lib');
    const libraries = join(done.folder, NAME, 'tensorflow');
    const install = `cp -r ${lib} . && cp -r ${libraries} ../../../tensorflow`;
    const { folder, options, environment, server } = await scene({ install });
    const { installation } = await installBackend(
      BACKEND,
      { folder, wheels: options.wheels },
      heard(environment),
    );
    expect(installation.way).toBe('own');
    expect(server.asked.some((each) => each.includes('simple'))).toBe(false);
  });

  test.each([
    ['fails', undefined, 'getaddrinfo ENOTFOUND nowhere.invalid'],
    [
      'brings what does not load',
      'mkdir -p lib/napi-v8 deps && echo no > lib/napi-v8/tfjs_binding.node',
      'file too short',
    ],
  ])('where it %s the wheel is taken, and that is said', async (_, install, why) => {
    const { folder, options, environment, server } = await scene(install === undefined ? {} : { install });
    const context = heard({
      ...environment,
      PIP_INDEX_URL: `${server.url}/simple`,
      PATH: await pathWithoutPip(),
    });
    const { installation } = await installBackend(BACKEND, { folder, wheels: options.wheels }, context);
    expect(installation.way).toBe('wheel');
    const said = context.told.flatMap((each) =>
      each.type === 'step' && each.text.includes('wheel') ? [each.text] : [],
    );
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(why);
    expect(existsSync(join(folder, NAME, 'node_modules/@tensorflow/tfjs-node/deps'))).toBe(false);
  });

  test('a cut download goes on, and then all is as ever', async () => {
    const { folder, options, environment, server } = await scene({ wheel: { cuts: [3000] } });
    await installBackend(BACKEND, options, heard(environment));
    expect(server.asked.filter((each) => each.includes('/files/'))).toHaveLength(2);
    expect(await left(folder)).toEqual(['downloads', NAME]);
  });

  test('a wheel that lies here is taken without a network, whatever its name', async () => {
    const { folder, options, environment, server } = await scene();
    const from = join(await testFolder(), 'mine.whl');
    await writeFile(from, standIn.wheelBytes);
    const { installation } = await installBackend(
      BACKEND,
      { folder, from, wheels: options.wheels },
      heard(environment),
    );
    expect(installation.way).toBe('wheel');
    expect(server.asked.some((each) => each.includes('simple') || each.includes('files'))).toBe(false);
    expect(existsSync(from)).toBe(true);
  });

  test('a wheel with other bytes is refused, and nothing is left', async () => {
    const { folder, options, environment } = await scene();
    const from = join(await testFolder(), 'mine.whl');
    await writeFile(from, 'another wheel');
    const installing = installBackend(BACKEND, { folder, from, wheels: options.wheels }, heard(environment));
    await expect(installing).rejects.toMatchObject({ code: 'BACKEND_WRONG_FILE' });
    expect(await left(folder)).toEqual([]);
    const nowhere = installBackend(
      BACKEND,
      { folder, from: `${from}x`, wheels: options.wheels },
      heard(environment),
    );
    await expect(nowhere).rejects.toMatchObject({ code: 'BACKEND_FILE_MISSING' });
  });

  test('without a compiler nothing is downloaded of the wheel', async () => {
    const { folder, options, environment, server } = await scene();
    const installing = installBackend(BACKEND, options, heard({ ...environment, CXX: 'no-such-compiler' }));
    await expect(installing).rejects.toMatchObject({
      code: 'BACKEND_NO_COMPILER',
      message:
        'No C++ compiler is here (tried no-such-compiler), and it takes one to bind TensorFlow to Node.',
    });
    expect(server.asked.some((each) => each.includes('simple') || each.includes('files'))).toBe(false);
    expect(await left(folder)).toEqual([]);
  });

  test.each([
    [
      'a binding that does not compile',
      { binding: '#include "tensorflow/c/c_api.h"\nnonsense\n' },
      'BACKEND_COMPILE_FAILED',
      'nonsense',
    ],
    [
      'a package that does not load',
      { index: 'throw new Error("no luck");' },
      'BACKEND_DOES_NOT_COMPUTE',
      'no luck',
    ],
    ['a package that crashes', { index: 'process.abort();' }, 'BACKEND_DOES_NOT_COMPUTE', 'it crashed'],
    [
      'a package that computes wrongly',
      {
        index:
          'exports.matMul=()=>({dataSync:()=>[1]});exports.tensor2d=()=>0;exports.backend=()=>({binding:{TF_Version:"2"}})',
      },
      'BACKEND_DOES_NOT_COMPUTE',
      'the product of two matrices is 1, not 19, 22, 43, 50',
    ],
  ])('%s is not installed', async (_, parts, code, message) => {
    const { folder, options, environment } = await scene({
      from: await makeStandIn(await testFolder(), parts),
    });
    const installing = installBackend(BACKEND, options, heard(environment));
    await expect(installing).rejects.toMatchObject({ code });
    await expect(installing).rejects.toThrow(message);
    expect(await left(folder)).toEqual(['downloads']);
    expect(findTensorflow('cpu', { from: [], backends: folder })).toBeNull();
  });

  test('an interrupted installation says what it kept; the next goes on from there', async () => {
    const { folder, options, environment } = await scene({ wheel: { hangsAfter: 2000 } });
    const context = heard(environment);
    const report: typeof context.report = (progress) => {
      if (progress.type === 'progress' && progress.done === 2000) setTimeout(context.stop, 500);
    };
    const installing = installBackend(BACKEND, options, { ...context, report });
    await expect(installing).rejects.toMatchObject({ code: 'BACKEND_INSTALL_STOPPED', exit: 130 });
    expect(await left(folder)).toEqual(['downloads']);

    const { server, options: others } = await scene();
    await installBackend(
      BACKEND,
      { ...options, index: others.index },
      heard({ ...environment, npm_config_registry: server.url }),
    );
    expect(server.asked.filter((each) => each.includes('/files/'))).toEqual([
      `GET /files/${standIn.wheel.file} bytes=2000-`,
    ]);
  });

  test('a killed installation leaves nothing that is taken for one, and the next clears it away', async () => {
    const { folder, options, environment } = await scene({ wheel: { hangsAfter: 2000 } });
    await startAndKill(options, environment);
    expect((await left(folder)).filter((name) => name.endsWith('.partial'))).toHaveLength(1);
    expect(findTensorflow('cpu', { from: [], backends: folder })).toBeNull();

    const next = await scene();
    await installBackend(BACKEND, { ...options, index: next.options.index }, heard(next.environment));
    expect(await left(folder)).toEqual(['downloads', NAME]);
  });

  test('while one process installs, another is told so', async () => {
    const { options, environment } = await scene({ wheel: { hangsAfter: 2000 } });
    const context = heard(environment);
    const reached = new EventEmitter();
    const downloading = once(reached, 'progress');
    const report: typeof context.report = ({ type }) => reached.emit(type);
    const first = installBackend(BACKEND, options, { ...context, report });
    await downloading;
    const second = installBackend(BACKEND, options, heard(environment));
    await expect(second).rejects.toMatchObject({ code: 'BACKEND_BUSY' });
    context.stop();
    await expect(first).rejects.toMatchObject({ code: 'BACKEND_INSTALL_STOPPED' });
  });

  test('what is removed is gone, and an unfinished download with it', async () => {
    const { folder, options, environment } = await scene();
    await installBackend(BACKEND, options, heard(environment));
    await mkdir(join(folder, 'downloads/tensorflow'), { recursive: true });
    await writeFile(join(folder, 'downloads/tensorflow/a.whl.partial'), 'part');
    expect(await removeBackend(BACKEND, folder)).toBeGreaterThan(10_000);
    expect(await left(folder)).toEqual(['downloads']);
    expect(await readdir(join(folder, 'downloads'))).toEqual([]);
    const error = await rejection(removeBackend(BACKEND, folder));
    expect(error.code).toBe('BACKEND_NOT_INSTALLED');
  });

  test('an older version is replaced by the new one', async () => {
    const { folder, options, environment } = await scene();
    const { directory } = await installBackend(BACKEND, options, heard(environment));
    const older = join(folder, 'tensorflow-4.21.0-2.20.0');
    await rename(directory, older);
    const file = join(older, 'installation.json');
    await writeFile(
      file,
      (await readFile(file, 'utf8')).replace('4.22.0', '4.21.0').replace('2.21.0', '2.20.0'),
    );
    await installBackend(BACKEND, options, heard(environment));
    expect(await left(folder)).toEqual(['downloads', NAME]);
  });

  test.each([
    ['its binding', 'node_modules/@tensorflow/tfjs-node/lib'],
    ['a library', 'tensorflow/libtensorflow_cc.so.2'],
  ])('an installation that lost %s is replaced', async (_, lost) => {
    const { folder, options, environment } = await scene();
    const { directory } = await installBackend(BACKEND, options, heard(environment));
    await rm(join(directory, lost), { recursive: true });
    expect(await installBackend(BACKEND, options, heard(environment))).toMatchObject({ already: false });
    expect(existsSync(join(directory, lost))).toBe(true);
    expect(await left(folder)).toEqual(['downloads', NAME]);
  });

  test('a newer library for the same package is installed', async () => {
    const { folder, options, environment } = await scene();
    const { directory } = await installBackend(BACKEND, options, heard(environment));
    const older = join(folder, 'tensorflow-4.22.0-2.20.0');
    await rename(directory, older);
    const file = join(older, 'installation.json');
    await writeFile(file, (await readFile(file, 'utf8')).replace('2.21.0', '2.20.0'));
    expect(await installBackend(BACKEND, options, heard(environment))).toMatchObject({ already: false });
    expect(await left(folder)).toEqual(['downloads', NAME]);
  });

  test('a disk without room is said before anything is downloaded', async () => {
    const { folder, options, environment, server } = await scene();
    const wheels = [{ ...standIn.wheel, unpackedBytes: 1e17 }];
    const installing = installBackend(BACKEND, { ...options, wheels }, heard(environment));
    await expect(installing).rejects.toMatchObject({ code: 'BACKEND_NO_ROOM' });
    expect(server.asked.some((each) => each.includes('files'))).toBe(false);
    expect(await left(folder)).toEqual([]);
  });
});

/** A PATH with npm, Node and the compiler, and no pip: then the environment alone says where wheels come from. */
async function pathWithoutPip(): Promise<string> {
  const folder = await testFolder();
  for (const program of ['node', 'npm', 'g++', 'sh', 'cp', 'mkdir', 'echo', 'as', 'ld']) {
    const { stdout } = spawnSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' });
    const target = stdout.trim();
    if (target.startsWith('/')) spawnSync('ln', ['-s', target, join(folder, program)]);
  }
  return folder;
}

/** Installs in a process of its own, which is killed while it downloads. */
async function startAndKill(
  options: InstallOptions,
  environment: Record<string, string | undefined>,
): Promise<void> {
  const script = `
    const { installBackend } = await import(${JSON.stringify(new URL('./built.mjs', import.meta.url).href)});
    await installBackend(${JSON.stringify(BACKEND)}, ${JSON.stringify(options)}, {
      signal: new AbortController().signal,
      report: ({ type }) => { if (type === 'progress') console.log('downloading'); },
      environment: process.env,
    });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  const gone = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGKILL');
  await gone;
}
