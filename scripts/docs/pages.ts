import { format, resolveConfig } from 'prettier';
import { experimentSchema } from '../../src/core/config/schema.js';
import { catalogue } from '../../src/core/errors.js';
import { builtInRegistry } from '../../src/plugins/index.js';
import { configPage } from './configPage.js';
import { errorsPage } from './errorsPage.js';
import { pluginsPage } from './pluginsPage.js';

/** The files under docs/ that are made from the code, by their path, as they should be. */
export async function generatedPages(): Promise<ReadonlyMap<string, string>> {
  const registry = builtInRegistry();
  const pages = new Map([
    ['docs/experiment.schema.json', JSON.stringify(experimentSchema(registry), null, 2)],
    ['docs/reference/config.md', configPage(registry)],
    ['docs/reference/plugins.md', pluginsPage(registry)],
    ['docs/reference/errors.md', errorsPage(catalogue)],
  ]);
  const formatted = [...pages].map(async ([path, text]) => {
    const options = await resolveConfig(new URL(`../../${path}`, import.meta.url));
    return [path, await format(text, { ...options, filepath: path })] as const;
  });
  return new Map(await Promise.all(formatted));
}
