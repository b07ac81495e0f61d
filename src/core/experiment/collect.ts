import { DATA_BAD_CLIP, DATA_CLASS_WITHOUT_CLIPS, DATA_TOO_FEW_CLASSES } from '../errors/data.js';
import { sortById } from './clipColumns.js';
import type { Dataset } from '../registry/contracts.js';
import type { Clip, ClipDefect } from './clips.js';

/** The corpus as its dataset lists it. */
export interface Collection {
  /** By id, each id once. */
  readonly clips: readonly Clip[];
  /** Files that cannot be clips; what becomes of them is decided when the audio has been read too. */
  readonly defects: readonly ClipDefect[];
}

/**
 * The data stage: which clips there are. No audio is read.
 *
 * @throws DATA_TOO_FEW_CLASSES, DATA_CLASS_WITHOUT_CLIPS; DATA_BAD_CLIP where the plugin breaks its contract
 */
export async function collectClips(dataset: Dataset): Promise<Collection> {
  const { classes, columns } = dataset;
  if (classes.length < 2) throw DATA_TOO_FEW_CLASSES({ classes });
  const { clips, defects } = await dataset.list();
  const ids = new Set<string>();
  for (const { id, label, columns: values } of clips) {
    const missing = columns.find((column) => !Object.hasOwn(values, column));
    if (ids.has(id)) throw DATA_BAD_CLIP({ clip: id, problem: 'twice' });
    if (!classes.includes(label)) {
      throw DATA_BAD_CLIP({ clip: id, problem: `with the label '${label}', which is none of its classes` });
    }
    if (missing !== undefined) {
      throw DATA_BAD_CLIP({ clip: id, problem: `without a value for its column '${missing}'` });
    }
    ids.add(id);
  }
  const labels = new Set(clips.map(({ label }) => label));
  const without = classes.filter((name) => !labels.has(name));
  if (without.length > 0) throw DATA_CLASS_WITHOUT_CLIPS({ classes: without, clips: clips.length });
  return { clips: sortById(clips), defects };
}
