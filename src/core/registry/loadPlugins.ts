import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { IntoneError, IntoneErrors, type SourceLocation } from '../errors/entry.js';
import { PLUGIN_LOAD_FAILED, PLUGIN_NO_EXPORT, PLUGIN_NOT_FOUND } from '../errors/plugins.js';
import { messageOf } from '../text/words.js';
import { definitionErrors, looksLikePlugin } from './definition.js';
import type { Plugin } from './plugin.js';
import type { Registry } from './registry.js';

/** A plugin as a config names it under `plugins:`. */
export interface PluginReference {
  /** A path that starts with a dot or a slash, or a package name. */
  readonly plugin: string;
  /** The folder that paths are relative to and packages are looked up from. */
  readonly from: string;
  /** The file (absolute) that a run found it in: it is loaded from there, and looked up nowhere. */
  readonly file?: string;
  readonly where?: SourceLocation;
}

/**
 * Loads third parties' plugins, TypeScript straight away, and adds them to the registry. All of them are tried
 * before what is wrong is thrown (IntoneErrors).
 */
export async function loadPlugins(references: readonly PluginReference[], registry: Registry): Promise<void> {
  const errors: IntoneError[] = [];
  for (const reference of references) {
    const report = (error: IntoneError): void => {
      errors.push(reference.where === undefined ? error : error.at(reference.where));
    };
    try {
      const { plugins, file } = await pluginsOf(reference);
      for (const plugin of plugins) registry.add(plugin, sourceOf(reference), file);
    } catch (thrown) {
      if (thrown instanceof IntoneErrors) thrown.errors.forEach(report);
      else if (thrown instanceof IntoneError) report(thrown);
      else report(PLUGIN_LOAD_FAILED({ plugin: reference.plugin, reason: messageOf(thrown) }));
    }
  }
  if (errors.length > 0) throw new IntoneErrors(errors);
}

export function isPath(plugin: string): boolean {
  return /^(\.{0,2}[/\\]|[a-zA-Z]:[/\\])/.test(plugin);
}

/** The path or the package, as the registry names a plugin's source. */
export function sourceOf({ plugin, from }: PluginReference): string {
  return isPath(plugin) ? resolve(from, plugin) : plugin;
}

/**
 * The modules of the plugins that a run kept, each once, where the run found them. A run of an older intone does not
 * say where a package was: it is looked up from the working directory.
 */
export function keptReferences(
  plugins: readonly { readonly source: string; readonly file?: string }[],
): readonly PluginReference[] {
  const files = new Map(plugins.map(({ source, file }) => [source, file]));
  return [...files].map(([plugin, file]) =>
    file === undefined ? { plugin, from: process.cwd() } : { plugin, from: dirname(file), file },
  );
}

async function pluginsOf(reference: PluginReference): Promise<{ plugins: readonly Plugin[]; file: string }> {
  const source = sourceOf(reference);
  const { exported, file } = await importDefault(reference);
  const candidates: readonly unknown[] = Array.isArray(exported) ? exported : [exported];
  const plugins = candidates.filter(looksLikePlugin);
  if (candidates.length === 0 || plugins.length < candidates.length) {
    throw new IntoneErrors([PLUGIN_NO_EXPORT({ plugin: reference.plugin, found: exportKind(exported) })]);
  }
  const errors = plugins.flatMap((plugin) => definitionErrors(plugin, source));
  if (errors.length > 0) throw new IntoneErrors(errors);
  return { plugins, file };
}

async function importDefault(reference: PluginReference): Promise<{ exported: unknown; file: string }> {
  const { plugin, from, file: kept = isPath(plugin) ? resolve(from, plugin) : undefined } = reference;
  const notFound = (): IntoneErrors =>
    new IntoneErrors([PLUGIN_NOT_FOUND({ plugin, from, isPath: isPath(plugin) })]);
  if (kept !== undefined && !(await exists(kept))) throw notFound();
  const { createJiti } = await import('jiti');
  const jiti = createJiti(resolve(from, 'config.yaml'), {
    fsCache: false,
    moduleCache: false,
    interopDefault: false,
    virtualModules: {
      intone: await import('../authoring.js'),
      '@sinclair/typebox': await import('@sinclair/typebox'),
    },
  });
  const found = kept ?? jiti.esmResolve(plugin, { try: true });
  if (found === undefined) throw notFound();
  const file = found.startsWith('file:') ? fileURLToPath(found) : found;
  const loaded: unknown = await jiti.import(file);
  const exported =
    typeof loaded === 'object' && loaded !== null && 'default' in loaded ? loaded.default : undefined;
  return { exported, file };
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() === true;
}

function exportKind(exported: unknown): string {
  if (exported === undefined) return 'nothing';
  if (Array.isArray(exported))
    return exported.length === 0 ? 'an empty list' : 'a list in which not everything is a plugin';
  return exported === null
    ? 'null'
    : `${typeof exported === 'object' ? 'an object' : `a ${typeof exported}`} that is no plugin`;
}
