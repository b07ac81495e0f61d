import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { brokenInProject, findTensorflow } from '../../../src/core/backends/findTensorflow.js';
import { backendsFolder } from '../../../src/core/backends/folder.js';
import { findCompiler, nodeHeaders } from '../../../src/core/backends/install/toolchain.js';
import { loadTensorflow } from '../../../src/core/backends/loadTensorflow.js';
import { rejection } from '../../support/rejection.js';
import { heard, testFolder } from './context.js';
import { serveFiles, type ServedFile } from './fileServer.js';

const PACKAGE = 'node_modules/@tensorflow/tfjs-node';
const installation = (version: string, library: string) =>
  JSON.stringify({
    name: 'tensorflow',
    package: '@tensorflow/tfjs-node',
    packageVersion: version,
    libraryVersion: library,
    way: 'wheel',
    installed: '2026-11-22T20:00:00.000Z',
    bytes: 1,
  });
const whole = {
  [`${PACKAGE}/package.json`]: '{"version":"4.22.0"}',
  [`${PACKAGE}/lib/napi-v8/tfjs_binding.node`]: '',
};

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await testFolder();
  for (const [name, contents] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), contents);
  }
  return folder;
}

const inside = (folder: string, files: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([name, contents]) => [`${folder}/${name}`, contents]));
const from = (folder: string): readonly string[] => [pathToFileURL(join(folder, 'package.json')).href];

test('what the project has goes before what intone installed', async () => {
  const project = await folderWith({ ...whole, [`${PACKAGE}/deps/lib/libtensorflow.so.2.9.1`]: '' });
  const backends = await folderWith(
    inside('tensorflow-4.22.0-2.21.0', { ...whole, 'installation.json': installation('4.22.0', '2.21.0') }),
  );
  expect(findTensorflow('cpu', { from: from(project), backends })).toEqual({
    kind: 'cpu',
    directory: join(project, PACKAGE),
    packageVersion: '4.22.0',
    libraryVersion: '2.9.1',
    source: 'project',
  });
  expect(findTensorflow('cpu', { from: from(backends), backends })).toMatchObject({ source: 'managed' });
  expect(findTensorflow('gpu', { from: from(project), backends })).toBeNull();
});

test('a package whose native part is missing does not count, and can be told of', async () => {
  const project = await folderWith({ [`${PACKAGE}/package.json`]: '{"version":"4.22.0"}' });
  expect(findTensorflow('cpu', { from: from(project), backends: project })).toBeNull();
  expect(brokenInProject('cpu', from(project))).toEqual({
    directory: join(project, PACKAGE),
    reason: 'lacks its native part (its install script did not run or failed)',
  });
  expect(brokenInProject('gpu', from(project))).toBeNull();
});

test.each([
  ['{"version":"4.17.0"}', 'is version 4.17.0, and ^4.22.0 is needed'],
  ['{"version":"3.99.0"}', 'is version 3.99.0, and ^4.22.0 is needed'],
  ['{"version":"5.22.0"}', 'is version 5.22.0, and ^4.22.0 is needed'],
  ['{"version":"new"}', 'is version new, and ^4.22.0 is needed'],
  ['{"version":', 'has a package.json that cannot be read or states no version'],
  ['{}', 'has a package.json that cannot be read or states no version'],
])(
  "the project's package with %s does not count, and what intone installed does",
  async (manifest, reason) => {
    const project = await folderWith({ ...whole, [`${PACKAGE}/package.json`]: manifest });
    const backends = await folderWith(
      inside('tensorflow-4.22.0-2.21.0', { ...whole, 'installation.json': installation('4.22.0', '2.21.0') }),
    );
    expect(findTensorflow('cpu', { from: from(project), backends })).toMatchObject({ source: 'managed' });
    expect(brokenInProject('cpu', from(project))).toEqual({ directory: join(project, PACKAGE), reason });
  },
);

test('a later minor version of the project is taken', async () => {
  const project = await folderWith({ ...whole, [`${PACKAGE}/package.json`]: '{"version":"4.30.1"}' });
  expect(findTensorflow('cpu', { from: from(project), backends: project })).toMatchObject({
    packageVersion: '4.30.1',
  });
  expect(brokenInProject('cpu', from(project))).toBeNull();
});

test('the newest whole installation is taken; the others are passed over', async () => {
  const backends = await folderWith({
    ...inside('tensorflow-4.9.0-2.12.0', { ...whole, 'installation.json': installation('4.9.0', '2.12.0') }),
    ...inside('tensorflow-4.22.0-2.21.0', {
      ...whole,
      'installation.json': installation('4.22.0', '2.21.0'),
    }),
    ...inside('tensorflow-4.23.0-2.22.0', whole),
    ...inside('tensorflow-4.24.0-2.22.0', { ...whole, 'installation.json': '{"name":"tensorflow"' }),
    ...inside('tensorflow-4.25.0-2.22.0', { ...whole, 'installation.json': '{"name":"tensorflow"}' }),
    ...inside('9d.partial', { ...whole, 'installation.json': installation('4.26.0', '2.23.0') }),
  });
  expect(findTensorflow('cpu', { from: [], backends })).toMatchObject({ packageVersion: '4.22.0' });
  expect(findTensorflow('cpu', { from: [], backends: join(backends, 'none') })).toBeNull();
});

test('a native part that does not load rejects with what Node says', async () => {
  const directory = join(
    await folderWith({ ...whole, [`${PACKAGE}/index.js`]: 'throw new Error("no luck")' }),
    PACKAGE,
  );
  await expect(loadTensorflow({ directory })).rejects.toThrow('no luck');
});

test.each([
  ['linux', {}, '/home/anna/.local/share/intone/backends'],
  ['linux', { XDG_DATA_HOME: '/data' }, '/data/intone/backends'],
  ['linux', { XDG_DATA_HOME: 'data' }, '/home/anna/.local/share/intone/backends'],
  ['linux', { XDG_DATA_HOME: '/data', INTONE_BACKENDS: '/b' }, '/b'],
  ['darwin', {}, '/home/anna/Library/Application Support/intone/backends'],
  ['win32', { LOCALAPPDATA: '/local' }, '/local/intone/backends'],
] as const)('on %s with %o the backends are in %s', (platform, environment, folder) => {
  expect(backendsFolder({ platform, environment, home: '/home/anna' })).toBe(folder);
});

test('where there is no compiler it is said which were tried and what to install', async () => {
  const empty = await testFolder();
  const error = await rejection(findCompiler(heard({ PATH: empty })));
  expect(error).toMatchObject({
    code: 'BACKEND_NO_COMPILER',
    message:
      'No C++ compiler is here (tried g++, c++ and clang++), and it takes one to bind TensorFlow to Node.',
  });
  expect(error.hint).toContain('apt-get install g++');
});

test('a Node that came without its headers gets them from npm', async () => {
  const source = await folderWith({
    'package.json': '{"name":"node-api-headers","version":"1.9.0"}',
    'include/node_api.h': '// the header',
  });
  execFileSync('npm', ['pack', '--silent', '--pack-destination', source], { cwd: source });
  const files: Record<string, ServedFile> = {};
  const { url } = await serveFiles(files);
  const version = { name: 'node-api-headers', version: '1.9.0', dist: { tarball: `${url}/headers.tgz` } };
  Object.assign(files, {
    '/node-api-headers': {
      contents: JSON.stringify({
        name: version.name,
        'dist-tags': { latest: '1.9.0' },
        versions: { '1.9.0': version },
      }),
      type: 'application/json',
    },
    '/headers.tgz': { contents: await readFile(join(source, 'node-api-headers-1.9.0.tgz')) },
  });
  const folder = await testFolder();
  const environment = { ...process.env, npm_config_registry: url, npm_config_cache: join(source, 'cache') };
  const headers = await nodeHeaders(folder, heard(environment), null);
  expect(headers).toBe(join(folder, 'node_modules/node-api-headers/include'));
  expect(existsSync(join(headers, 'node_api.h'))).toBe(true);
});

// Other tests are kept from what is installed here.
process.env['INTONE_BACKENDS'] = process.env['INTONE_TEST_BACKENDS'] ?? '';
const real = findTensorflow('cpu');
if (real === null)
  console.warn("Tests with TensorFlow itself are skipped: run 'intone backend install tensorflow'.");
test.skipIf(real === null)('TensorFlow itself loads', async () => {
  if (real === null) throw new Error('It is skipped.');
  expect(await loadTensorflow(real)).toHaveProperty('node');
});
