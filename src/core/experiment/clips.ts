/** One recording of the corpus, as its dataset describes it. */
export interface Clip {
  /** Unique within the dataset and stable between machines, e.g. `Actor_01/03-01-01-01-01-01-01`. */
  readonly id: string;
  /** The class, one of the dataset's `classes`. */
  readonly label: string;
  readonly speaker: string;
  /** What else is known of it, e.g. `{ sex: 'female', channel: 'speech', statement: 'kids' }`. */
  readonly columns: Readonly<Record<string, string>>;
  /** The file it was read from, for messages; absent for clips that a dataset makes itself. */
  readonly path?: string;
}

export const CLIP_DEFECT_REASONS = [
  'undecodable',
  'empty',
  'silent',
  'truncated',
  'duplicate',
  'unlabelled',
  'unreadable',
] as const;

/** Why a clip cannot be used. */
export type ClipDefectReason = (typeof CLIP_DEFECT_REASONS)[number];

/** A clip, or a file that should have been one, with the reason why it cannot be used. */
export interface ClipDefect {
  readonly clip: string;
  readonly reason: ClipDefectReason;
  /** A sentence for the user, e.g. `the header promises 3.2 s, the file holds 1.1 s`. */
  readonly detail: string;
  readonly path?: string;
}

export const PARTS = ['train', 'validation', 'test'] as const;

/** The three parts of a split; `test` is held out and opened by the evaluate stage alone. */
export type Part = (typeof PARTS)[number];

/** Mono audio at the experiment's sample rate. */
export interface Waveform {
  /** Samples in [-1, 1]. */
  readonly samples: Float32Array;
  /** In Hz. */
  readonly sampleRate: number;
}

/** What the audio stage makes of a clip's bytes. */
export type Recording =
  | {
      readonly usable: true;
      readonly waveform: Waveform;
      /** Hash of the decoded samples before resampling: equal for the same audio under two names. */
      readonly fingerprint: string;
      /** Length as recorded, in seconds, before cropping. */
      readonly seconds: number;
    }
  | { readonly usable: false; readonly reason: ClipDefectReason; readonly detail: string };
