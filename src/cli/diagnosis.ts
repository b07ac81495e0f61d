import { access, constants, stat } from 'node:fs/promises';
import { availableParallelism, freemem, totalmem } from 'node:os';
import { resolve } from 'node:path';
import { LOCAL_FILE, type LocalSettings } from '../core/config/local.js';
import { textAt } from '../core/config/node.js';
import { propertiesOf } from '../core/config/jsonSchema.js';
import type { Registry } from '../core/registry/registry.js';
import { listed } from '../core/text/words.js';
import { backendFindings } from './backendFindings.js';

/** One thing that was looked at. */
export interface Finding {
  readonly what: string;
  /** `fault`: nothing runs until it is mended. `note`: something is not there that some experiments need. */
  readonly state: 'good' | 'note' | 'fault';
  readonly found: string;
  /** What to do about it. */
  readonly advice?: string;
}

/** As package.json's `engines` has it. */
export const NEEDED_NODE = '>=20.19';

const GIBIBYTE = 2 ** 30;
/** What a run on a corpus of RAVDESS's size takes at its peak, with room to spare. */
const COMFORTABLE_GIBIBYTES = 2;

/** Looks at all that a run on this machine depends on. `needed` is the range of Node versions, e.g. `>=20.19`. */
export async function diagnose(
  registry: Registry,
  local: LocalSettings | undefined,
  { runs, needed }: { runs: string; needed: string },
): Promise<readonly Finding[]> {
  return [
    node(process.versions.node, needed),
    cores(availableParallelism(), local?.threads),
    memory(),
    ...(await backendFindings(registry)),
    local === undefined
      ? { what: 'local settings', state: 'good', found: `no ${LOCAL_FILE} here; every default holds` }
      : { what: 'local settings', state: 'good', found: LOCAL_FILE },
    ...(await dataFolders(registry, local)),
    await runsFolder(runs),
  ];
}

/** Holds a version against a range of the form `>=MAJOR.MINOR`. */
export function node(version: string, needed: string): Finding {
  const [major, minor] = version.split('.').map(Number);
  const [leastMajor, leastMinor] = needed.replace('>=', '').split('.').map(Number);
  const good = major > leastMajor || (major === leastMajor && minor >= leastMinor);
  if (good) return { what: 'node', state: 'good', found: version };
  return { what: 'node', state: 'fault', found: version, advice: `Install Node ${needed}.` };
}

/** How many cores there are, and how many threads the local settings give to a run. */
export function cores(there: number, threads: number | undefined): Finding {
  if (threads === undefined) return { what: 'cores', state: 'good', found: `${there}; a run uses all` };
  const found = `${there}; a run uses ${threads} ${threads === 1 ? 'thread' : 'threads'}, as ${LOCAL_FILE} says`;
  if (threads <= there) return { what: 'cores', state: 'good', found };
  const advice = `Lower threads in ${LOCAL_FILE}: threads that wait for a core only cost memory.`;
  return { what: 'cores', state: 'note', found, advice };
}

function memory(): Finding {
  const found = `${(totalmem() / GIBIBYTE).toFixed(1)} GiB, ${(freemem() / GIBIBYTE).toFixed(1)} free`;
  if (freemem() >= COMFORTABLE_GIBIBYTES * GIBIBYTE) return { what: 'memory', state: 'good', found };
  const advice = `Close something: a run on a whole corpus wants ${COMFORTABLE_GIBIBYTES} GiB.`;
  return { what: 'memory', state: 'note', found, advice };
}

/** The datasets that are read from a folder, and the folders that the local settings name for them. */
async function dataFolders(
  registry: Registry,
  local: LocalSettings | undefined,
): Promise<readonly Finding[]> {
  const reading = registry.list('dataset').filter(({ plugin }) => 'root' in propertiesOf(plugin.options));
  return Promise.all(
    reading.map(async ({ plugin: { name } }): Promise<Finding> => {
      const what = `data of ${name}`;
      const root = local && textAt(local.root, ['data', name, 'root']);
      if (root === undefined) {
        const advice = `Name its folder in ${LOCAL_FILE} (data: { ${name}: { root: FOLDER } }) or with --set data.root=FOLDER.`;
        return { what, state: 'note', found: 'no folder is named for this machine', advice };
      }
      const isFolder = await stat(resolve(root)).then(
        (entry) => entry.isDirectory(),
        () => false,
      );
      if (isFolder) return { what, state: 'good', found: root };
      return { what, state: 'note', found: `${root} is no folder`, advice: `Correct it in ${LOCAL_FILE}.` };
    }),
  );
}

async function runsFolder(folder: string): Promise<Finding> {
  const what = 'runs';
  try {
    await access(folder, constants.W_OK);
    return { what, state: 'good', found: folder };
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (missing) return { what, state: 'good', found: `${folder} (made by the first run)` };
    const advice = 'Give yourself the right to write there, or name another folder with --runs.';
    return { what, state: 'fault', found: `${folder} cannot be written to`, advice };
  }
}

/** One line that says whether runs can start here. */
export function conclusion(findings: readonly Finding[]): string {
  const faults = findings.filter(({ state }) => state === 'fault');
  if (faults.length === 0) return 'Everything that runs need is here.';
  return `Runs cannot start here: mend ${listed(faults.map(({ what }) => what))}.`;
}
