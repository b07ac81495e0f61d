import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { loadExperiment } from '../config/load.js';
import { isIntoneError } from '../errors/entry.js';
import { FAMILY_CHANGED } from '../errors/families.js';
import type { Registry } from '../registry/registry.js';
import { listRuns } from '../runs/find.js';
import { isThere } from '../runs/files.js';
import { experimentHash } from '../runs/name.js';
import { openRun, type Run } from '../runs/reader.js';
import type { MemberNews, Task } from './conduct.js';
import type { FamilyMember } from './document.js';
import type { OpenFamily } from './family.js';
import { memberWords } from './members.js';

/** Milliseconds between two looks at a member that is still saving itself, and how long it is given. */
const LOOK = 200;
const PATIENCE = 60_000;

/** What a family has behind it and before it. */
export interface Remaining {
  /** Members that are finished and stay as they are. */
  readonly kept: readonly MemberNews[];
  readonly tasks: readonly Task[];
}

/**
 * What is left to do of a family: finished members are kept, begun ones go on, the others start.
 *
 * A sweep that was killed leaves members that finish their batch and save themselves; they are waited for. One that was
 * begun and not written into the family's document any more is known by its own record.
 *
 * @throws FAMILY_CHANGED where a member that has not begun would be another experiment by now; what loading it throws
 */
export async function remainingOf(family: OpenFamily, registry: Registry): Promise<Remaining> {
  const begun = await begunRuns(family);
  const kept: MemberNews[] = [];
  const tasks: Task[] = [];
  for (const member of family.document.members) {
    const run = await runOf(member, family, begun);
    if (run === null) {
      tasks.push({ member, resume: null });
      continue;
    }
    if (run.name !== member.run) await family.note(member.number, { run: run.name });
    if (run.state === 'finished') kept.push(keptNews(member, run));
    else tasks.push({ member, resume: run.directory });
  }
  await requireUnchanged(family, tasks, registry);
  return { kept, tasks };
}

/** All tasks of a family of which nothing was run yet. */
export function allTasks({ document }: OpenFamily): readonly Task[] {
  return document.members.map((member) => ({ member, resume: null }));
}

/** The latest run of each member, by the runs' own records. */
async function begunRuns({ runsDirectory, document }: OpenFamily): Promise<ReadonlyMap<number, Run>> {
  const { runs } = await listRuns(runsDirectory);
  return new Map(
    runs.flatMap((run) => {
      const { family } = run.record;
      return family?.name === document.name ? [[family.member, run] as const] : [];
    }),
  );
}

async function runOf(
  member: FamilyMember,
  { runsDirectory }: OpenFamily,
  begun: ReadonlyMap<number, Run>,
): Promise<Run | null> {
  const named = member.run === null ? null : join(runsDirectory, member.run);
  const there = named !== null && (await isThere(named));
  const directory = there ? named : begun.get(member.number)?.directory;
  if (directory === undefined) return null;
  for (let waited = 0; ; waited += LOOK) {
    const run = await openRun(directory).catch((error: unknown) => {
      // A run that turned out not to be possible removes itself.
      if (isIntoneError(error)) return null;
      throw error;
    });
    if (run?.state !== 'running' || waited >= PATIENCE) return run;
    await wait(LOOK);
  }
}

function keptNews(member: FamilyMember, { name, record }: Run): MemberNews {
  const { passed } = record;
  return {
    member: { ...member, run: name },
    state: 'finished',
    kept: true,
    resumed: false,
    passed,
    error: null,
    view: null,
  };
}

async function requireUnchanged(
  { document }: OpenFamily,
  tasks: readonly Task[],
  registry: Registry,
): Promise<void> {
  const changed: string[] = [];
  for (const { member, resume } of tasks) {
    if (resume !== null) continue;
    const { experiment } = await loadExperiment(member.config, { registry, overrides: member.overrides });
    if (experimentHash(experiment) !== member.experiment) changed.push(memberWords(member.settings));
  }
  if (changed.length > 0) throw FAMILY_CHANGED({ family: document.name, members: changed });
}
