import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a seed fixes: the files that two runs of one experiment have to the byte. */
const FIXED = [
  'metrics.json',
  'predictions.csv',
  'split.csv',
  'leaks.json',
  'verdict.json',
  'experiment.json',
  'model/weights.bin',
  'model/model.json',
  'model/pipeline.json',
];

/** The bytes of a run's result, by file. */
export async function resultBytes(directory: string): Promise<Readonly<Record<string, string>>> {
  const entries = FIXED.map(
    async (file) => [file, (await readFile(join(directory, file))).toString('base64')] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}
