// Looks without end, until it is killed.
import { createJiti } from 'jiti';

const { Ledger } = await createJiti(import.meta.url).import('../../../src/core/honesty/ledger.ts');
const [folder, name] = process.argv.slice(2);
for (let count = 0; ; count++) {
  await new Ledger(folder).look({
    heldOut: 'part-a',
    dataHash: 'data',
    clips: 12,
    speakers: 3,
    run: `${name}-${count}`,
    experiment: 'tiny',
    config: '1234abcd',
    seed: 1,
  });
  if (count === 3) process.send('looked');
}
