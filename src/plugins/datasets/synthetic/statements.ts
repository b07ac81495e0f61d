/** A stretch of sound with one target of the articulators. */
export interface Phone {
  /** Length against the other phones. */
  readonly length: number;
  /** Amplitude of the voice, 0 to 1. */
  readonly voice: number;
  /** First three formants of a man, in Hz. */
  readonly formants: readonly [number, number, number];
  /** Noise made in the mouth: its amplitude against a vowel's voice, and where it is strongest, in Hz. */
  readonly noise?: { readonly level: number; readonly centre: number };
  /** Carries a pitch accent. */
  readonly stressed?: true;
}

type Formants = Phone['formants'];

/** Vowels by Peterson & Barney (1952), table II, men. */
const IH: Formants = [390, 1990, 2550];
const AA: Formants = [730, 1090, 2440];
const AO: Formants = [570, 840, 2410];
const AH: Formants = [640, 1190, 2390];
const ER: Formants = [490, 1350, 1690];
/** Places of articulation: where the formants point to at a closure. */
const LABIAL: Formants = [280, 800, 2200];
const ALVEOLAR: Formants = [300, 1700, 2600];
const VELAR: Formants = [280, 2000, 2400];

const vowel = (formants: Formants, length = 1): Phone => ({ length, voice: 1, formants });
const accented = (formants: Formants, length = 1.5): Phone => ({
  length,
  voice: 1,
  formants,
  stressed: true,
});
const nasal = (formants: Formants): Phone => ({ length: 0.8, voice: 0.4, formants });
const hiss = (centre: number, voice: number, level: number, length: number): Phone => ({
  length,
  voice,
  formants: ALVEOLAR,
  noise: { level, centre },
});
/** A stop: the closure, in which a voiced one hums, and the burst. */
const stop = (formants: Formants, voice: number, centre: number): readonly Phone[] => [
  { length: 0.5, voice: 0.15 * voice, formants },
  { length: 0.25 + 0.2 * (1 - voice), voice: 0.3 * voice, formants, noise: { level: 0.05, centre } },
];

const K = stop(VELAR, 0, 2000);
const T = stop(ALVEOLAR, 0, 4000);
const D = stop(ALVEOLAR, 1, 3500);
const B = stop(LABIAL, 1, 900);
const G = stop(VELAR, 1, 2000);
const S = hiss(5000, 0, 0.05, 0.9);
const Z = hiss(4800, 0.4, 0.03, 0.7);
const DH = hiss(5000, 0.5, 0.01, 0.5);

/** RAVDESS's two statements: "Kids are talking by the door", "Dogs are sitting by the door". */
export const STATEMENT_NAMES = ['kids', 'dogs'] as const;
export type Statement = (typeof STATEMENT_NAMES)[number];

/** The sounds of each statement. */
// prettier-ignore
export const STATEMENTS: Readonly<Record<Statement, readonly Phone[]>> = {
  kids: [
    ...K, accented(IH, 1.1), ...D, Z, vowel(AA, 0.8), vowel(ER, 0.6),
    ...T, accented(AO), ...K, vowel(IH, 0.7), nasal(VELAR),
    ...B, vowel(AA, 0.7), vowel(IH, 0.6), DH, vowel(AH, 0.5), ...D, accented(AO, 1.6), vowel(ER, 1),
  ],
  dogs: [
    ...D, accented(AO, 1.3), ...G, Z, vowel(AA, 0.8), vowel(ER, 0.6),
    S, accented(IH, 1), ...T, vowel(IH, 0.7), nasal(VELAR),
    ...B, vowel(AA, 0.7), vowel(IH, 0.6), DH, vowel(AH, 0.5), ...D, accented(AO, 1.6), vowel(ER, 1),
  ],
};
