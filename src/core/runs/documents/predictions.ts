import { mostProbable } from '../../experiment/confusion.js';
import type { Predictions } from '../../experiment/predictions.js';
import { formatCsv, parseCsv } from '../csv.js';

const LEADING = ['part', 'clip', 'truth', 'predicted'] as const;
const PROBABILITY = 'p_';

/** What the model said of the clips of one part; `clips` are the ids of the rows. */
export interface PartPredictions {
  readonly part: 'validation' | 'test';
  readonly clips: readonly string[];
  readonly predictions: Predictions;
}

/** A line of `predictions.csv`. */
export interface PredictionLine {
  readonly part: string;
  readonly clip: string;
  readonly truth: string;
  readonly predicted: string;
  /** One a class, in the model's order. */
  readonly probabilities: readonly number[];
}

/** `predictions.csv`: a line a clip, the parts in the order given, in each the clips sorted by id. */
export function formatPredictions(parts: readonly PartPredictions[], classes: readonly string[]): string {
  const lines = parts.flatMap(({ part, clips, predictions }) =>
    clips
      .map((clip, row) => {
        const { probabilities, truth } = predictions;
        const ofRow = probabilities.subarray(row * classes.length, (row + 1) * classes.length);
        const predicted = mostProbable(probabilities, row, classes.length);
        return { clip, fields: [classes[truth[row]], classes[predicted], ...ofRow] };
      })
      .sort((a, b) => (a.clip < b.clip ? -1 : 1))
      .map(({ clip, fields }) => [part, clip, ...fields]),
  );
  return formatCsv([...LEADING, ...classes.map((name) => `${PROBABILITY}${name}`)], lines);
}

/** The classes and lines of a `predictions.csv`, or null where the text is not one. */
export function parsePredictions(
  text: string,
): { readonly classes: readonly string[]; readonly lines: readonly PredictionLine[] } | null {
  const parsed = parseCsv(text);
  if (parsed === null || parsed.length === 0) return null;
  const [header, ...rest] = parsed;
  if (LEADING.some((name, index) => header[index] !== name)) return null;
  const classes = header.slice(LEADING.length).map((name) => name.slice(PROBABILITY.length));
  const lines = rest.map(([part, clip, truth, predicted, ...numbers]) => ({
    part,
    clip,
    truth,
    predicted,
    probabilities: numbers.map(Number),
  }));
  return lines.every(({ probabilities }) => probabilities.every(Number.isFinite)) ? { classes, lines } : null;
}
