import { existsSync } from 'node:fs';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { download } from '../../../src/core/backends/install/download.js';
import { Random } from '../../../src/core/random.js';
import { rejection } from '../../support/rejection.js';
import { heard, testFolder, wheelOf } from './context.js';
import { serveFiles, type ServedFile } from './fileServer.js';

const random = new Random(1);
const contents = Uint8Array.from({ length: 300_000 }, () => random.integer(256));
const wheel = wheelOf(contents);

async function served(file: Partial<ServedFile> = {}) {
  const server = await serveFiles({ '/a.whl': { contents, ...file } });
  const folder = await testFolder();
  return { server, url: `${server.url}/a.whl`, file: join(folder, 'downloads', 'a.whl') };
}

test('a file comes whole, and is told of as it comes', async () => {
  const { url, file } = await served();
  const context = heard();
  await download(url, file, wheel, context);
  expect((await readFile(file)).equals(contents)).toBe(true);
  expect(existsSync(`${file}.partial`)).toBe(false);
  expect(context.told.at(-1)).toEqual({ type: 'progress', done: 300_000, total: 300_000 });
});

test('connections that are cut are made anew until the file is whole', async () => {
  const { url, file, server } = await served({ cuts: [100_000, 0, 50_000] });
  await download(url, file, wheel, heard());
  expect((await readFile(file)).equals(contents)).toBe(true);
  expect(server.asked).toHaveLength(4);
  // What was on its way when the connection was cut may be lost, so where it goes on is not certain.
  for (const each of server.asked) expect(each).toMatch(/^GET \/a\.whl( bytes=[1-9]\d*-)?$/);
});

test('what an earlier attempt left is not downloaded again', async () => {
  const { url, file, server } = await served();
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(`${file}.partial`, contents.subarray(0, 123_456));
  await download(url, file, wheel, heard());
  expect((await readFile(file)).equals(contents)).toBe(true);
  expect(server.asked).toEqual(['GET /a.whl bytes=123456-']);
});

test('a part that is whole already only gets its hash checked', async () => {
  const { url, file, server } = await served();
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(`${file}.partial`, contents);
  await download(url, file, wheel, heard());
  expect(existsSync(file)).toBe(true);
  expect(server.asked).toEqual([]);
});

test('a server that gives no parts is read from the start', async () => {
  const { url, file } = await served({ noRanges: true });
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(`${file}.partial`, contents.subarray(0, 1000));
  await download(url, file, wheel, heard());
  expect((await readFile(file)).equals(contents)).toBe(true);
});

test('a file with another hash is refused and not kept', async () => {
  const { url, file } = await served({ contents: contents.toReversed() });
  const error = await rejection(download(url, file, wheel, heard()));
  expect(error.code).toBe('BACKEND_WRONG_FILE');
  expect(error.allowed).toContain(wheel.sha256);
  expect(existsSync(file)).toBe(false);
  expect(existsSync(`${file}.partial`)).toBe(false);
});

test('a file that is longer than the one that is known is not read to its end', async () => {
  const { url, file, server } = await served({ contents: Buffer.concat([contents, contents]) });
  const error = await rejection(download(url, file, wheel, heard()));
  expect(error.code).toBe('BACKEND_DOWNLOAD_FAILED');
  expect(error.message).toContain('longer than the one that intone knows');
  expect(server.asked).toHaveLength(1);
});

test('a file that is not there is asked for once', async () => {
  const server = await serveFiles({});
  const file = join(await testFolder(), 'a.whl');
  const error = await rejection(download(`${server.url}/a.whl`, file, wheel, heard()));
  expect(error).toMatchObject({
    code: 'BACKEND_DOWNLOAD_FAILED',
    message: `Cannot download ${server.url}/a.whl: the server answers 404 Not Found.`,
  });
  expect(error.hint).toContain('pip download --no-deps tensorflow-cpu==2.21.0');
  expect(server.asked).toHaveLength(1);
});

test('a server that is down is asked five times, and what came is kept', async () => {
  const server = await serveFiles({ '/a.whl': 503 });
  const file = join(await testFolder(), 'a.whl');
  await writeFile(`${file}.partial`, contents.subarray(0, 200_000));
  const error = await rejection(download(`${server.url}/a.whl`, file, { ...wheel, bytes: 4e6 }, heard()));
  expect(error.code).toBe('BACKEND_DOWNLOAD_FAILED');
  expect(error.hint).toMatch(/^0 MB of 4 MB are kept: the same command goes on from there\./);
  expect(server.asked).toHaveLength(5);
  expect((await stat(`${file}.partial`)).size).toBe(200_000);
});

test('an interrupted download keeps what came', async () => {
  const { url, file } = await served({ hangsAfter: 50_000 });
  const context = heard();
  const report: typeof context.report = (progress) => {
    context.report(progress);
    if (progress.type === 'progress' && progress.done === 50_000) setTimeout(context.stop, 500);
  };
  await expect(download(url, file, wheel, { ...context, report })).rejects.toMatchObject({
    name: 'AbortError',
  });
  expect((await stat(`${file}.partial`)).size).toBe(50_000);
  expect(existsSync(file)).toBe(false);
});

test('a name and password in the address become the authorization, and are shown to nobody', async () => {
  const server = await serveFiles({ '/a.whl': 403 });
  const url = `${server.url.replace('http://', 'http://anna:s%40crt@')}/a.whl`;
  const error = await rejection(download(url, join(await testFolder(), 'a.whl'), wheel, heard()));
  expect(server.authorizations).toEqual([`Basic ${Buffer.from('anna:s@crt').toString('base64')}`]);
  expect(error.message).not.toContain('crt');
});
