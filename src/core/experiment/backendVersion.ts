import type { Backend, Machine } from '../registry/contracts.js';

const THREADS = /, (\d+) threads?$/;

/** What computes, as the run's record has it: with the number of threads where results depend on it. */
export function backendVersion(
  { version, dependsOnThreads = false }: Pick<Backend, 'version' | 'dependsOnThreads'>,
  { threads }: Machine,
): string {
  return dependsOnThreads ? `${version}, ${threads} ${threads === 1 ? 'thread' : 'threads'}` : version;
}

/** What to do where a run's `backendVersion` is not that of now. */
export function mendBackend(kept: string, now: string): string {
  const threads = THREADS.exec(kept)?.[1];
  const alone = kept.replace(THREADS, '') === now.replace(THREADS, '');
  if (threads === undefined || !alone)
    return 'Install the version of the backend that the run was begun with.';
  return `Its results depend on the number of threads: give --threads ${threads}.`;
}
