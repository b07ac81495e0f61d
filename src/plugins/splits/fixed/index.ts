import { Type } from '@sinclair/typebox';
import { SPLIT_CLIPS_UNKNOWN, SPLIT_FIXED_SOURCE, SPLIT_NAMED_TWICE } from '../../../core/errors/split.js';
import { PARTS } from '../../../core/experiment/clips.js';
import { definePlugin } from '../../../core/registry/plugin.js';
import { readPartsFile } from './partsFile.js';
import type { Part } from '../../../core/experiment/clips.js';

const Ids = (part: string) =>
  Type.Optional(
    Type.Array(Type.String({ minLength: 1 }), {
      minItems: 1,
      uniqueItems: true,
      description: `Ids of the clips of the ${part} part. Used with the other two lists, and without file.`,
    }),
  );

export default definePlugin({
  kind: 'split',
  name: 'fixed',
  summary:
    "Puts clips into the parts that a list says: a kept run's split.csv, or lists of ids in the config.",
  options: Type.Object(
    {
      file: Type.Optional(
        Type.String({
          minLength: 1,
          description:
            "CSV with the columns clip and part, such as a kept run's split.csv; from the working directory.",
        }),
      ),
      train: Ids('training'),
      validation: Ids('validation'),
      test: Ids('test'),
    },
    { additionalProperties: false },
  ),
  create({ file, ...lists }) {
    return {
      needs: [],
      assign(clips) {
        const parts = file === undefined ? fromLists(lists) : fromFile(file, lists);
        const ids = new Set(clips.map(({ id }) => id));
        const unknown = [...parts.keys()].filter((id) => !ids.has(id));
        if (unknown.length > 0) {
          throw SPLIT_CLIPS_UNKNOWN({ unknown, example: clips.at(0)?.id });
        }
        return clips.map(({ id }) => parts.get(id) ?? null);
      },
    };
  },
});

type Lists = { readonly [P in Part]?: readonly string[] };
type PartOfClip = ReadonlyMap<string, Part | null>;

function fromLists(lists: Lists): PartOfClip {
  const parts = new Map<string, Part>();
  for (const part of PARTS) {
    const ids = lists[part];
    if (ids === undefined) throw SPLIT_FIXED_SOURCE({ found: `no file and no list for '${part}'` });
    for (const id of ids) {
      const other = parts.get(id);
      if (other !== undefined) throw SPLIT_NAMED_TWICE({ what: 'clip', named: [id], parts: [other, part] });
      parts.set(id, part);
    }
  }
  return parts;
}

function fromFile(file: string, lists: Lists): PartOfClip {
  const listed = PARTS.find((part) => lists[part] !== undefined);
  if (listed !== undefined) throw SPLIT_FIXED_SOURCE({ found: `a file and a list for '${listed}'` });
  return readPartsFile(file);
}
