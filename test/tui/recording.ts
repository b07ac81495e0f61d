import { readFileSync } from 'node:fs';
import type { EventLine } from '../../src/core/events.js';
import { parseEvents } from '../../src/core/runs/eventLog.js';
import { applyEvent, emptyView, type RunView } from '../../src/core/runs/runView.js';

/** The events of a short run; see record.mjs. */
export const recording: readonly EventLine[] = read();

/** The view after the event of a type has come for the nth time. */
export function viewAfter(type: EventLine['type'], times = 1): RunView {
  return eventsUntil(type, times).reduce(applyEvent, emptyView);
}

/** The events until one of a type has come for the nth time, that one included. */
export function eventsUntil(type: EventLine['type'], times = 1): readonly EventLine[] {
  let left = times;
  const index = recording.findIndex((event) => event.type === type && --left === 0);
  if (index < 0) throw new Error(`the recording does not have ${type} ${times} times`);
  return recording.slice(0, index + 1);
}

function read(): readonly EventLine[] {
  const parsed = parseEvents(readFileSync(new URL('recording.jsonl', import.meta.url), 'utf8'));
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.events;
}
