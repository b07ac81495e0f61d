import { readFileSync } from 'node:fs';
import { SPLIT_FILE_INVALID, SPLIT_FILE_UNREADABLE, SPLIT_NAMED_TWICE } from '../../../core/errors/split.js';
import { PARTS } from '../../../core/experiment/clips.js';
import { parseCsv } from '../../../core/runs/csv.js';
import type { Part } from '../../../core/experiment/clips.js';

/**
 * Reads which part each clip is in from a CSV with the columns `clip` and `part`; others are not looked at. An empty
 * part leaves the clip out.
 *
 * @throws SPLIT_FILE_UNREADABLE, SPLIT_FILE_INVALID, SPLIT_NAMED_TWICE
 */
export function readPartsFile(file: string): Map<string, Part | null> {
  const lines = parseCsv(readText(file).replace(/^\uFEFF/, ''));
  if (lines === null) {
    throw SPLIT_FILE_INVALID({
      file,
      line: 1,
      problem: 'the lines do not all have the same number of fields',
    });
  }
  const header = lines.at(0) ?? [];
  const clipField = header.indexOf('clip');
  const partField = header.indexOf('part');
  if (clipField < 0 || partField < 0) {
    const missing = clipField < 0 ? 'clip' : 'part';
    throw SPLIT_FILE_INVALID({ file, line: 1, problem: `the header has no column '${missing}'` });
  }
  const parts = new Map<string, Part | null>();
  lines.slice(1).forEach((fields, index) => {
    const clip = fields[clipField];
    const part = partNamed(fields[partField]);
    if (part === undefined) {
      const problem = `'${fields[partField]}' is no part`;
      throw SPLIT_FILE_INVALID({ file, line: index + 2, problem });
    }
    const other = parts.get(clip);
    if (other !== undefined && other !== part) {
      throw SPLIT_NAMED_TWICE({ what: 'clip', named: [clip], parts: [other ?? 'none', part ?? 'none'] });
    }
    parts.set(clip, part);
  });
  return parts;
}

/** The part of that name, null for an empty name, undefined for any other. */
function partNamed(name: string): Part | null | undefined {
  return name === '' ? null : PARTS.find((part) => part === name);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw SPLIT_FILE_UNREADABLE({ file, reason }, undefined, cause);
  }
}
