import { join } from 'node:path';
import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { BACKEND_NO_SOURCE, BACKEND_NOT_FOUND } from '../../errors/backends.js';
import { systemCode } from '../../runs/files.js';
import { complaint, runCommand } from './command.js';
import { shownAddress, withoutCredentials } from './credentials.js';
import type { InstallContext } from './progress.js';
import { locateInIndex } from './simpleIndex.js';
import { WHEEL_PLATFORMS, WHEEL_PYTHON, type Wheel } from './wheels.js';

/** Ways to call pip, the surest first. */
const PIPS: readonly (readonly [program: string, ...before: string[]])[] = [
  ['python3', '-m', 'pip'],
  ['python', '-m', 'pip'],
  ['pip3'],
  ['pip'],
];

/** What is used of pip's installation report (version 1). */
const ReportSchema = Type.Object({
  install: Type.Array(Type.Object({ download_info: Type.Object({ url: Type.String() }) })),
});

/**
 * Says where each wheel is downloaded from: by the index that was named (`--index`), else by pip, as it is configured
 * here, else by PIP_INDEX_URL. intone itself knows no index.
 *
 * @returns an http, https or file address for each wheel, in their order
 * @throws BACKEND_NO_SOURCE; BACKEND_NOT_FOUND
 */
export async function locate(
  wheels: readonly Wheel[],
  index: string | undefined,
  context: InstallContext,
): Promise<readonly string[]> {
  if (index !== undefined) return locateInIndex(index, wheels, context);
  const pip = await findPip(context);
  if (pip !== null) return locateWithPip(pip, wheels, context);
  const configured = context.environment['PIP_INDEX_URL'] ?? '';
  if (configured !== '') return locateInIndex(configured, wheels, context);
  throw BACKEND_NO_SOURCE({ files: wheels.map(({ file }) => file) });
}

async function findPip({ signal, environment }: InstallContext): Promise<(typeof PIPS)[number] | null> {
  for (const pip of PIPS) {
    const [program, ...before] = pip;
    try {
      const { code } = await runCommand(program, [...before, '--version'], { signal, environment });
      if (code === 0) return pip;
    } catch (error) {
      if (systemCode(error) === null || signal.aborted) throw error;
    }
  }
  return null;
}

/** Asks pip what it would install; from an index with metadata files (PEP 658) it downloads no wheel for that. */
async function locateWithPip(
  [program, ...before]: (typeof PIPS)[number],
  wheels: readonly Wheel[],
  { signal, environment }: InstallContext,
): Promise<readonly string[]> {
  // pip wants a target where it is to think of another platform; it does not make it.
  const target = join(process.cwd(), 'nothing-is-installed-here');
  const argv = [
    ...[
      'install',
      '--dry-run',
      '--quiet',
      '--report',
      '-',
      '--target',
      target,
      '--ignore-installed',
      '--no-deps',
    ],
    ...['--only-binary', ':all:', '--implementation', 'cp', '--python-version', WHEEL_PYTHON],
    ...WHEEL_PLATFORMS.flatMap((platform) => ['--platform', platform]),
    ...wheels.map(({ requirement }) => requirement),
  ];
  const ended = await runCommand(program, [...before, ...argv], { signal, environment });
  const files = wheels.map(({ file }) => file);
  const source = `pip ('${[program, ...before].join(' ')}')`;
  if (ended.code !== 0)
    throw BACKEND_NOT_FOUND({ source, reason: withoutCredentials(complaint(ended)), files });
  const urls = readReport(ended.stdout);
  if (urls === null)
    throw BACKEND_NOT_FOUND({
      source,
      reason: 'its report cannot be read (pip 22.2 or later is needed)',
      files,
    });
  return wheels.map(({ file }) => {
    const url = urls.find((each) => decodeURIComponent(new URL(each).pathname).endsWith(`/${file}`));
    if (url !== undefined) return url;
    throw BACKEND_NOT_FOUND({
      source,
      reason: `it would take ${urls.map(shownAddress).join(', ')}`,
      files: [file],
    });
  });
}

function readReport(text: string): readonly string[] | null {
  try {
    const report: unknown = JSON.parse(text);
    if (!Value.Check(ReportSchema, report)) return null;
    return report.install.map((each) => each.download_info.url);
  } catch {
    return null;
  }
}
