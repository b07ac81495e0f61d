import type { Clip, Part } from '../../src/core/experiment/clips.js';

/** So many clips of each label by each speaker; columns: `sex` (of odd and even speakers) and `take`. */
export function corpus(labels: Readonly<Record<string, number>>, speakers: number): Clip[] {
  return Array.from({ length: speakers }, (_, index) => index + 1).flatMap((speaker) =>
    Object.entries(labels).flatMap(([label, count]) =>
      Array.from({ length: count }, (_, take): Clip => ({
        id: `S${String(speaker).padStart(2, '0')}/${label}-${String(take).padStart(2, '0')}`,
        label,
        speaker: `S${String(speaker).padStart(2, '0')}`,
        columns: { sex: speaker % 2 === 1 ? 'male' : 'female', take: String(take) },
      })),
    ),
  );
}

/** The part of each clip by its id: for comparing splits of listings in different orders. */
export function partsById(clips: readonly Clip[], parts: readonly (Part | null)[]): Map<string, Part | null> {
  const byId = clips.map(({ id }, index): [string, Part | null] => [id, parts[index]]);
  return new Map(byId.sort(([one], [other]) => (one < other ? -1 : 1)));
}
