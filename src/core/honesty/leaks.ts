import { Type, type Static } from '@sinclair/typebox';
import { PARTS, type Clip, type ClipDefect, type Part } from '../experiment/clips.js';
import type { InputTable } from '../experiment/rows.js';
import type { SpeakerClaim } from '../experiment/split.js';
import { findNearDuplicates, MOST_CLIPS } from './nearDuplicates.js';

const EXAMPLES = 20;

const PartName = Type.Union(PARTS.map((part) => Type.Literal(part)));
const Pair = {
  clip: Type.String(),
  part: PartName,
  other: Type.String(),
  otherPart: PartName,
};

/** `leaks.json`: what the held-out part has in common with what the model learns from or is chosen by. */
export const LeakReportSchema = Type.Object({
  claims: Type.Union([Type.Literal('same speakers'), Type.Literal('new speakers')], {
    description: 'Whom a result on the held-out part speaks for.',
  }),
  speakers: Type.Object({
    heldOut: Type.Integer({ description: 'Speakers of the held-out part.' }),
    shared: Type.Array(Type.String(), {
      description: 'Those of them who are in training or validation too.',
    }),
  }),
  performances: Type.Union([
    Type.Object({
      columns: Type.Array(Type.String(), {
        description: 'Clips that agree in all of these are takes of one performance.',
      }),
      clips: Type.Integer({ description: 'Held-out clips with another take in training or validation.' }),
      examples: Type.Array(Type.Object(Pair), { description: `At most ${EXAMPLES}.` }),
    }),
    Type.Null({ description: 'The dataset does not say which of its clips are takes of one performance.' }),
  ]),
  duplicates: Type.Array(Type.Object({ clip: Type.String(), detail: Type.String() }), {
    description: 'Clips with the audio of another one, in any part; they were left out.',
  }),
  nearDuplicates: Type.Object({
    looked: Type.Boolean({
      description: 'False where there are too few clips or columns to tell, or too many clips.',
    }),
    tooManyClips: Type.Optional(
      Type.Integer({ description: 'How many clips there are, where they are too many to compare.' }),
    ),
    count: Type.Integer(),
    pairs: Type.Array(Type.Object(Pair), {
      description: `Of clips in different parts; at most ${EXAMPLES}.`,
    }),
  }),
  normalisation: Type.Array(
    Type.Object({ input: Type.String(), scaler: Type.String(), sees: Type.String() }),
    {
      description: 'Scalers that see more than the training rows, and what.',
    },
  ),
});
export type LeakReport = Static<typeof LeakReportSchema>;

/** What a leak report is made from; `parts[r]` and row `r` of every table are of `clips[r]`. */
export interface LeakSources {
  readonly clips: readonly Clip[];
  readonly parts: readonly Part[];
  readonly inputs: readonly InputTable[];
  readonly defects: readonly ClipDefect[];
  readonly claims: SpeakerClaim;
  /** Columns that make a performance beside the speaker and the label; absent: the dataset does not say. */
  readonly performance: readonly string[] | undefined;
  readonly normalisation: LeakReport['normalisation'];
}

/**
 * Looks for what goes from one part to another, before anything is trained. Only clips and features are asked.
 *
 * @throws the signal's reason
 */
export async function findLeaks(sources: LeakSources, signal?: AbortSignal): Promise<LeakReport> {
  const { clips, parts, inputs, defects, claims, performance, normalisation } = sources;
  const near = await findNearDuplicates(clips, parts, inputs, { examples: EXAMPLES, signal });
  return {
    claims,
    speakers: sharedSpeakers(clips, parts),
    performances: performance === undefined ? null : sharedPerformances(clips, parts, performance),
    duplicates: defects.flatMap(({ clip, reason, detail }) =>
      reason === 'duplicate' ? [{ clip, detail }] : [],
    ),
    nearDuplicates: near.looked
      ? { looked: true, count: near.count, pairs: [...near.pairs] }
      : {
          looked: false,
          ...(near.why === 'too many clips' && { tooManyClips: clips.length }),
          count: 0,
          pairs: [],
        },
    normalisation: [...normalisation],
  };
}

/** What a person must be warned of; the speakers are told of by the split already. */
export function leakWarnings({ performances, nearDuplicates, normalisation }: LeakReport): readonly string[] {
  const warnings: string[] = [];
  if (performances !== null && performances.clips > 0) {
    const { clips, columns, examples } = performances;
    const [{ clip, other, otherPart }] = examples;
    warnings.push(
      `${clips} held-out ${clips === 1 ? 'clip has another take' : 'clips have other takes'} of the same performance ` +
        `(${columns.join(', ')}) in training or validation, e.g. '${clip}' and '${other}' (${otherPart}): ` +
        'the model hears almost the same before it is judged.',
    );
  }
  if (nearDuplicates.count > 0) {
    const { count, pairs } = nearDuplicates;
    const [{ clip, part, other, otherPart }] = pairs;
    warnings.push(
      `${count} ${count === 1 ? 'pair' : 'pairs'} of clips in different parts are all but the same to the features, ` +
        `e.g. '${clip}' (${part}) and '${other}' (${otherPart}): listen whether they are copies, and remove those. ` +
        'leaks.json lists them.',
    );
  }
  if (nearDuplicates.tooManyClips !== undefined) {
    const [clips, most] = [nearDuplicates.tooManyClips, MOST_CLIPS].map((many) => many.toLocaleString('en'));
    warnings.push(
      `Near-duplicates between the parts were not looked for: there are ${clips} clips, and each would be compared to ` +
        `all others; that is done for up to ${most}. Copies with the same samples were found by their hash.`,
    );
  }
  for (const { input, scaler, sees } of normalisation) {
    warnings.push(
      `The scaler '${scaler}' of the input '${input}' sees more than the training rows: ${sees}.`,
    );
  }
  return warnings;
}

function sharedSpeakers(clips: readonly Clip[], parts: readonly Part[]): LeakReport['speakers'] {
  const heldOut = new Set(clips.filter((_, index) => parts[index] === 'test').map(({ speaker }) => speaker));
  const others = new Set(clips.filter((_, index) => parts[index] !== 'test').map(({ speaker }) => speaker));
  return { heldOut: heldOut.size, shared: [...heldOut].filter((speaker) => others.has(speaker)).sort() };
}

function sharedPerformances(
  clips: readonly Clip[],
  parts: readonly Part[],
  performance: readonly string[],
): NonNullable<LeakReport['performances']> {
  const keyOf = ({ speaker, label, columns }: Clip): string =>
    JSON.stringify([speaker, label, ...performance.map((column) => columns[column] ?? '')]);
  const known = new Map<string, { clip: Clip; part: Part }>();
  clips.forEach((clip, index) => {
    const key = keyOf(clip);
    if (parts[index] !== 'test' && !known.has(key)) known.set(key, { clip, part: parts[index] });
  });
  const pairs = clips.flatMap((clip, index) => {
    const other = parts[index] === 'test' ? known.get(keyOf(clip)) : undefined;
    if (other === undefined) return [];
    return [{ clip: clip.id, part: parts[index], other: other.clip.id, otherPart: other.part }];
  });
  return {
    columns: ['speaker', 'label', ...performance],
    clips: pairs.length,
    examples: pairs.slice(0, EXAMPLES),
  };
}
