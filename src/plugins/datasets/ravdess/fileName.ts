/** The emotions in the order of their codes, which is the order of the classes. */
export const EMOTIONS = [
  'neutral',
  'calm',
  'happy',
  'sad',
  'angry',
  'fearful',
  'disgust',
  'surprised',
] as const;
export const CHANNELS = ['speech', 'song'] as const;
export const INTENSITIES = ['normal', 'strong'] as const;
const STATEMENTS = ['kids', 'dogs'] as const;
const MODALITIES = ['full-av', 'video-only', 'audio-only'] as const;

export type Emotion = (typeof EMOTIONS)[number];
export type Channel = (typeof CHANNELS)[number];
export type Intensity = (typeof INTENSITIES)[number];

/** What a RAVDESS file name says. */
export interface RavdessName {
  readonly modality: (typeof MODALITIES)[number];
  readonly channel: Channel;
  readonly emotion: Emotion;
  readonly intensity: Intensity;
  /** `kids`: "Kids are talking by the door"; `dogs`: "Dogs are sitting by the door". */
  readonly statement: (typeof STATEMENTS)[number];
  readonly repetition: 1 | 2;
  /** 1 to 24; odd numbers are men, even numbers women. */
  readonly actor: number;
}

/**
 * Reads the seven numbers of a RAVDESS file name, without its extension:
 * modality-channel-emotion-intensity-statement-repetition-actor, e.g. `03-01-06-01-02-01-12`
 * (Livingstone & Russo 2018, PLoS ONE 13(5): e0196391).
 *
 * @returns null where the name is not of this form or a number has no meaning
 */
export function parseRavdessName(stem: string): RavdessName | null {
  const fields = /^(\d\d)-(\d\d)-(\d\d)-(\d\d)-(\d\d)-(\d\d)-(\d\d)$/.exec(stem);
  if (fields === null) return null;
  const [modality, channel, emotion, intensity, statement, repetition, actor] = fields.slice(1).map(Number);
  if (modality < 1 || modality > MODALITIES.length) return null;
  if (channel < 1 || channel > CHANNELS.length) return null;
  if (emotion < 1 || emotion > EMOTIONS.length) return null;
  if (intensity < 1 || intensity > INTENSITIES.length) return null;
  if (statement < 1 || statement > STATEMENTS.length) return null;
  if (repetition !== 1 && repetition !== 2) return null;
  if (actor < 1 || actor > 24) return null;
  return {
    modality: MODALITIES[modality - 1],
    channel: CHANNELS[channel - 1],
    emotion: EMOTIONS[emotion - 1],
    intensity: INTENSITIES[intensity - 1],
    statement: STATEMENTS[statement - 1],
    repetition,
    actor,
  };
}

/** Whether the corpus was recorded with it: neutral has no strong intensity, song no disgust and no surprise. */
export function wasRecorded(channel: Channel, emotion: Emotion, intensity: Intensity): boolean {
  if (channel === 'song' && (emotion === 'disgust' || emotion === 'surprised')) return false;
  return !(emotion === 'neutral' && intensity === 'strong');
}

/** The folder of an actor, which is also how the speaker is called: `Actor_07`. */
export function actorName(actor: number): string {
  return `Actor_${String(actor).padStart(2, '0')}`;
}
