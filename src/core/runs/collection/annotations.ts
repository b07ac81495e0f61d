import { join } from 'node:path';
import { Type, type Static } from '@sinclair/typebox';
import { ANNOTATIONS_DAMAGED, NOTE_EMPTY, NOTE_NOT_FOUND, TAG_BAD } from '../../errors/collection.js';
import { formatJson, parseJson } from '../documents/json.js';
import { readIfThere, writeAtomically } from '../files.js';
import type { Run } from '../reader.js';

/** What people wrote about a run. No part of what a seed fixes, and written by no experiment. */
const ANNOTATIONS_FILE = 'annotations.json';

const NoteSchema = Type.Object({
  text: Type.String(),
  written: Type.String({ description: 'ISO 8601, UTC.' }),
});

/** `annotations.json` of a run directory; absent until the first tag or note. */
const AnnotationsSchema = Type.Object({
  tags: Type.Array(Type.String(), { description: 'Sorted, each once.' }),
  notes: Type.Array(NoteSchema, { description: 'The oldest first.' }),
});
export type Annotations = Static<typeof AnnotationsSchema>;

const NONE: Annotations = { tags: [], notes: [] };
const LONGEST_TAG = 40;

type Place = Pick<Run, 'directory' | 'name'>;

/**
 * A run's tags and notes.
 *
 * @throws ANNOTATIONS_DAMAGED, RUN_FILE_UNREADABLE
 */
export async function readAnnotations({ directory }: Pick<Place, 'directory'>): Promise<Annotations> {
  const file = join(directory, ANNOTATIONS_FILE);
  const text = await readIfThere(file);
  if (text === null) return NONE;
  const parsed = parseJson(AnnotationsSchema, text);
  if (!parsed.ok) throw ANNOTATIONS_DAMAGED({ file, problem: parsed.problem });
  return parsed.value;
}

/**
 * Adds and removes tags; a tag that is there already, or not there, stays so.
 *
 * @returns the run's tags and notes after it
 * @throws TAG_BAD before anything is written; ANNOTATIONS_DAMAGED, RUN_FILE_UNREADABLE, RUN_WRITE_FAILED
 */
export async function changeTags(
  run: Place,
  changes: { readonly add: readonly string[]; readonly remove: readonly string[] },
): Promise<Annotations> {
  const bad = changes.add.find((tag) => !isTag(tag));
  if (bad !== undefined) throw TAG_BAD({ tag: bad, longest: LONGEST_TAG });
  const before = await readAnnotations(run);
  const kept = new Set([...before.tags, ...changes.add]);
  for (const tag of changes.remove) kept.delete(tag);
  return await write(run, { ...before, tags: [...kept].sort() });
}

/**
 * Adds a note.
 *
 * @throws NOTE_EMPTY, ANNOTATIONS_DAMAGED, RUN_FILE_UNREADABLE, RUN_WRITE_FAILED
 */
export async function addNote(run: Place, text: string, written: Date): Promise<Annotations> {
  if (text.trim() === '') throw NOTE_EMPTY({ run: run.name });
  const before = await readAnnotations(run);
  const note = { text: text.trim(), written: written.toISOString() };
  return await write(run, { ...before, notes: [...before.notes, note] });
}

/**
 * Removes a note.
 *
 * @param number counts from 1
 * @throws NOTE_NOT_FOUND, ANNOTATIONS_DAMAGED, RUN_FILE_UNREADABLE, RUN_WRITE_FAILED
 */
export async function removeNote(run: Place, number: number): Promise<Annotations> {
  const before = await readAnnotations(run);
  const notes = before.notes.filter((_, index) => index !== number - 1);
  if (notes.length === before.notes.length) {
    throw NOTE_NOT_FOUND({ run: run.name, number, notes: notes.length });
  }
  return await write(run, { ...before, notes });
}

async function write({ directory }: Place, annotations: Annotations): Promise<Annotations> {
  await writeAtomically(join(directory, ANNOTATIONS_FILE), formatJson(annotations));
  return annotations;
}

function isTag(tag: string): boolean {
  return tag.length <= LONGEST_TAG && /^[\p{L}\p{N}][\p{L}\p{N}._/:-]*$/u.test(tag);
}
