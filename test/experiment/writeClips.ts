import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Random } from '../../src/core/random.js';
import { encodeWav } from '../../src/plugins/datasets/synthetic/wav.js';

const SAMPLE_RATE = 16_000;
const two = (number: number): string => String(number).padStart(2, '0');

/** Fills a folder with 64 short noisy tones under RAVDESS's file names, eight of each of its emotions. */
export async function writeClips(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const random = new Random(1);
  for (let emotion = 1; emotion <= 8; emotion++) {
    for (let take = 0; take < 8; take++) {
      const [statement, repetition, actor] = [1 + (take & 1), 1 + ((take >> 1) & 1), 1 + (take >> 2)];
      const samples = Float64Array.from(
        { length: SAMPLE_RATE / 2 },
        (_, index) =>
          0.5 * Math.sin((2 * Math.PI * 150 * emotion * index) / SAMPLE_RATE) + 0.05 * random.normal(),
      );
      const name = `03-01-${two(emotion)}-01-${two(statement)}-${two(repetition)}-${two(actor)}.wav`;
      await writeFile(join(folder, name), encodeWav(samples, SAMPLE_RATE));
    }
  }
}
