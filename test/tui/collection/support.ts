import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { Collection, type CollectionSnapshot } from '../../../src/tui/collection/collection.js';
import type { RunSource } from '../../../src/tui/collection/runSource.js';

/** Six recorded runs, shortened (see shortenRun.mjs), the oldest of them damaged. */
export const RUNS = fileURLToPath(new URL('runs', import.meta.url));
export const STOPPED = '20261122T080000Z-quickstart-a0ee7b6b';
export const RUNNING = '20261122T110000Z-quickstart-5f00d1e5';
export const PASSED = '20261121T090000Z-quickstart-cb8b8cde';
export const STRICT = '20261121T100000Z-strict-a8194470';
export const OLDER = '20261120T090000Z-quickstart-2a596ed7';
export const DAMAGED = '20261119T230000Z-quickstart-badbadba';
/** An hour after the latest of them began. */
export const NOW = Date.UTC(2026, 10, 22, 12);

/** An empty folder that goes with the test. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'intone-collection-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** The recorded runs, to be changed. */
export function copyOfRuns(): string {
  const folder = emptyFolder();
  cpSync(RUNS, folder, { recursive: true });
  return folder;
}

/** A folder of so many runs, all like one of the recorded ones; the names of the latest first. */
export function manyRuns(count: number): { readonly folder: string; readonly names: readonly string[] } {
  const folder = emptyFolder();
  const files = ['events.jsonl', 'metrics.json'].map((file) => ({
    file,
    text: readFileSync(join(RUNS, PASSED, file)),
  }));
  const record = readFileSync(join(RUNS, PASSED, 'run.json'), 'utf8');
  const names = Array.from({ length: count }, (_, index) => {
    const started = new Date(NOW - index * 60_000).toISOString();
    const hash = index.toString(16).padStart(8, '0');
    const name = `${started.replaceAll(/[-:]|\.\d+/g, '')}-sweep-${hash}`;
    mkdirSync(join(folder, name));
    writeFileSync(
      join(folder, name, 'run.json'),
      record.replace(/"started": "[^"]*"/, `"started": "${started}"`),
    );
    for (const { file, text } of files) writeFileSync(join(folder, name, file), text);
    return name;
  });
  return { folder, names };
}

/** A source that really reads, and counts what it was asked for, by run. */
export function counting(source: RunSource): {
  readonly source: RunSource;
  readonly opened: ReadonlyMap<string, number>;
  readonly followed: ReadonlyMap<string, number>;
} {
  const [opened, followed] = [new Map<string, number>(), new Map<string, number>()];
  const count = (counts: Map<string, number>, name: string): void => {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  };
  return {
    opened,
    followed,
    source: {
      ...source,
      open: (name) => {
        count(opened, name);
        return source.open(name);
      },
      events: (name, signal) => {
        count(followed, name);
        return source.events(name, signal);
      },
    },
  };
}

/** A collection that ends with the test, quick to look and to tell. */
export function watched(source: RunSource): Collection {
  const collection = new Collection(source, { look: 50, tell: 5 });
  onTestFinished(() => {
    collection.close();
  });
  return collection;
}

/** Waits until a collection has found what is wanted. */
export async function settled(
  collection: Collection,
  isWanted: (snapshot: CollectionSnapshot) => boolean,
): Promise<CollectionSnapshot> {
  for (const until = Date.now() + 10_000; !isWanted(collection.snapshot());) {
    if (Date.now() > until)
      throw new Error(`not found, but: ${JSON.stringify(collection.snapshot()).slice(0, 2000)}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return collection.snapshot();
}
