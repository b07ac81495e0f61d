import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { generatedPages } from '../../scripts/docs/pages.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

describe('the generated pages', async () => {
  const pages = await generatedPages();
  it.each([...pages.keys()])('%s is what the code says (else: npm run docs)', async (path) => {
    expect(await readFile(`${root}${path}`, 'utf8')).toBe(pages.get(path));
  });
});
