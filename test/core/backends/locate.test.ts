import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { locate } from '../../../src/core/backends/install/locate.js';
import { WHEELS } from '../../../src/core/backends/install/wheels.js';
import { rejection } from '../../support/rejection.js';
import { heard, testFolder, wheelOf } from './context.js';
import { serveFiles, type ServedFile } from './fileServer.js';
import { zipOf } from './zip.js';

const wheel = wheelOf(Buffer.from('wheel'));
const JSON_TYPE = 'application/vnd.pypi.simple.v1+json';

function page(...files: readonly { filename: string; url: string }[]): ServedFile {
  return {
    contents: JSON.stringify({ meta: { 'api-version': '1.1' }, name: 'tensorflow-cpu', files }),
    type: JSON_TYPE,
  };
}

test('an index says where a wheel is, by an address or relative to its page', async () => {
  const { url, asked } = await serveFiles({
    '/simple/tensorflow-cpu/': page(
      { filename: 'tensorflow_cpu-2.21.0-cp310-cp310-manylinux_2_27_x86_64.whl', url: '/other' },
      { filename: wheel.file, url: `../../files/${wheel.file}` },
    ),
  });
  expect(await locate([wheel], `${url}/simple/`, heard())).toEqual([`${url}/files/${wheel.file}`]);
  expect(asked).toEqual(['GET /simple/tensorflow-cpu/']);
});

test('a private index is asked with the name and password of its address, and so are its files', async () => {
  const server = await serveFiles({ '/tensorflow-cpu/': page({ filename: wheel.file, url: '/a.whl' }) });
  const index = server.url.replace('http://', 'http://anna:secret@');
  expect(await locate([wheel], index, heard())).toEqual([`${index}/a.whl`]);
  expect(server.authorizations).toEqual([`Basic ${Buffer.from('anna:secret').toString('base64')}`]);
});

test.each([
  ['lacks the wheel', page({ filename: 'another.whl', url: '/a' }), 'it has no file of this name'],
  ['answers no project page', { contents: '{}', type: JSON_TYPE }, 'its answer is no project page (PEP 691)'],
  ['has no such project', 404, 'it answers 404 Not Found'],
])('an index that %s is named', async (_, answer, reason) => {
  const { url } = await serveFiles({ '/tensorflow-cpu/': answer });
  const error = await rejection(locate([wheel], url, heard()));
  expect(error).toMatchObject({
    code: 'BACKEND_NOT_FOUND',
    message: `The index '${url}' does not lead to ${wheel.file}: ${reason}.`,
  });
});

test.each([
  ['http://anna:secret@HOST/simple', 'http://HOST/simple'],
  ['http://:secret@HOST/simple', 'http://HOST/simple'],
  ['http://anna@HOST/simple', 'http://HOST/simple'],
  ['http://anna:se/cret@HOST/simple', 'http://HOST/simple'],
  ['anna:secret@HOST/simple', 'HOST/simple'],
])('a message about the index %s holds no name and no password', async (named, shown) => {
  const { url } = await serveFiles({});
  const here = (address: string): string => address.replace('HOST', new URL(url).host);
  const error = await rejection(locate([wheel], here(named), heard()));
  expect(error.code).toBe('BACKEND_NOT_FOUND');
  expect(error.message).toContain(`The index '${here(shown)}' does not lead`);
  expect(`${error.message} ${error.hint ?? ''}`).not.toMatch(/anna|cret/);
});

test('nor does one about the index of PIP_INDEX_URL, or about what pip would take', async () => {
  const { url } = await serveFiles({});
  const index = url.replace('http://', 'http://anna:secret@');
  const empty = await testFolder();
  const error = await rejection(locate([wheel], undefined, heard({ PATH: empty, PIP_INDEX_URL: index })));
  expect(error.message).toContain(`The index '${url}'`);
  const report = { install: [{ download_info: { url: `${index}/other.whl` } }] };
  const python = join(empty, 'python3');
  await writeFile(python, `#!/bin/sh\necho '${JSON.stringify(report)}'\n`, { mode: 0o755 });
  const other = await rejection(locate([wheel], undefined, heard({ PATH: empty })));
  expect(other.message).toContain(`it would take ${url}/other.whl.`);
});

test('what is no address is refused', async () => {
  const error = await rejection(locate([wheel], 'simple', heard()));
  expect(error.message).toContain('it is no http or https address');
});

test('without pip the environment says which index, and without that it is asked for', async () => {
  const empty = await testFolder();
  const { url } = await serveFiles({ '/tensorflow-cpu/': page({ filename: wheel.file, url: '/a.whl' }) });
  const context = heard({ PATH: empty, PIP_INDEX_URL: url });
  expect(await locate([wheel], undefined, context)).toEqual([`${url}/a.whl`]);
  const error = await rejection(locate([wheel], undefined, heard({ PATH: empty })));
  expect(error.code).toBe('BACKEND_NO_SOURCE');
  expect(error.hint).toContain(wheel.file);
});

const hasPip = spawnSync('python3', ['-m', 'pip', '--version']).status === 0;
if (!hasPip) console.warn('Tests that ask pip are skipped: there is none here.');
describe.skipIf(!hasPip)('with pip', () => {
  /** A wheel that pip reads: it looks into it where the index has no metadata file. */
  const contents = zipOf([
    {
      name: 'tensorflow_cpu-2.21.0.dist-info/METADATA',
      contents: 'Metadata-Version: 2.1\nName: tensorflow_cpu\nVersion: 2.21.0\n',
    },
    {
      name: 'tensorflow_cpu-2.21.0.dist-info/WHEEL',
      contents:
        'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: false\nTag: cp311-cp311-manylinux_2_27_x86_64\n',
    },
    { name: 'tensorflow_cpu-2.21.0.dist-info/RECORD', contents: '' },
  ]);
  const environment = (index: string) => ({
    ...process.env,
    PIP_INDEX_URL: index,
    PIP_NO_CACHE_DIR: '1',
    PIP_CONFIG_FILE: '/dev/null',
    PIP_FIND_LINKS: '',
  });

  test('it says where it would get the wheel from, as it is configured', async () => {
    const known = wheelOf(contents);
    const { url } = await serveFiles({
      '/simple/tensorflow-cpu/': page({ filename: known.file, url: `/files/${known.file}` }),
      [`/files/${known.file}`]: { contents },
    });
    expect(await locate([known], undefined, heard(environment(`${url}/simple`)))).toEqual([
      `${url}/files/${known.file}`,
    ]);
  });

  test('a wheel on this machine that it knows of is one too', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'intone-links-'));
    const known = wheelOf(contents);
    await writeFile(join(folder, known.file), contents);
    const { url } = await serveFiles({});
    const context = heard({ ...environment(`${url}/simple`), PIP_FIND_LINKS: folder });
    expect(await locate([known], undefined, context)).toEqual([`file://${folder}/${known.file}`]);
    await rm(folder, { recursive: true });
  });

  test('its complaint is passed on', async () => {
    const { url } = await serveFiles({});
    const error = await rejection(locate([wheel], undefined, heard(environment(`${url}/simple`))));
    expect(error.code).toBe('BACKEND_NOT_FOUND');
    expect(error.message).toMatch(
      /^pip \('python3 -m pip'\) does not lead to .+: .*tensorflow-cpu==2\.21\.0/,
    );
  });
});

test('the wheels that intone knows are named as the files of their packages are', () => {
  for (const { requirement, file, sha256, bytes } of Object.values(WHEELS).flat()) {
    const [name, version] = requirement.split('==');
    expect(file.startsWith(`${name.replaceAll('-', '_')}-${version}-`)).toBe(true);
    expect(file).toMatch(/x86_64\.whl$/);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(bytes).toBeGreaterThan(1e6);
  }
  expect(WHEELS.cpu).toHaveLength(1);
  expect(WHEELS.gpu).toHaveLength(13);
});
