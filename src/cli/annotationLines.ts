import type { Annotations } from '../core/runs/collection/annotations.js';
import { localTime } from './runTable.js';

/** A run's notes with their numbers, a line each. */
export function noteLines(notes: Annotations['notes']): readonly string[] {
  return notes.map(({ text, written }, index) => `${index + 1}. ${localTime(written)}  ${text}`);
}

/** What people wrote about a run, for the page that shows it; no line where there is nothing. */
export function annotationLines({ tags, notes }: Annotations): readonly string[] {
  return [
    ...(tags.length === 0 ? [] : [`tags        ${tags.join(' ')}`]),
    ...noteLines(notes).map((line) => `note        ${line}`),
  ];
}
