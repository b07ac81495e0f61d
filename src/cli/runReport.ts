import type { EventLine } from '../core/events.js';
import type { Run } from '../core/runs/reader.js';
import type { Palette } from './colour.js';
import { duration, megabytes } from './figures.js';
import { plainTable } from './plainTable.js';

/** What a run was made of: the facts of its record, a line each. */
export function recordLines({ directory, state, record }: Run, palette: Palette): string {
  const { name, seed, started, backend, dataHash, intone, node, platform, error } = record;
  const fact = (key: string, value: string): string => `${key.padEnd(11)} ${value}`;
  return [
    fact('run', directory),
    fact('experiment', `${name}, seed ${seed}`),
    fact('state', state === 'finished' ? state : palette.bad(state)),
    ...(error === null ? [] : [fact('stopped by', `${error.code}: ${error.message}`)]),
    fact('started', started),
    fact('data', dataHash ?? 'not read'),
    fact(
      'backend',
      backend === null
        ? state === 'finished'
          ? 'none'
          : 'not started'
        : `${backend.name} (${backend.version})`,
    ),
    fact('software', `intone ${intone.version}, node ${node}, ${platform}`),
    ...record.plugins.map((plugin) => fact('plugin', `${plugin.kind} ${plugin.name} from ${plugin.source}`)),
  ].join('\n');
}

/** How long each stage took and the peak of memory up to its end. */
export function stageTable(events: readonly EventLine[]): string {
  const rows = events.flatMap((event) =>
    event.type === 'stage-finished'
      ? [[event.stage, duration(event.seconds), megabytes(event.peakRssBytes), event.summary]]
      : [],
  );
  return plainTable(['stage', 'took', 'peak memory', 'result'], rows, ['left', 'right', 'right']);
}
