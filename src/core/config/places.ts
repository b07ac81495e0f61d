import { KIND_NAMES, KINDS } from '../registry/kinds.js';
import type { Registry } from '../registry/registry.js';
import { isSchema, propertiesOf, type JsonSchema } from './jsonSchema.js';
import { textAt, type ConfigNode, type ConfigPath } from './node.js';
import { experimentSchema } from './schema.js';
import { slotOf } from './slots.js';

/** What a path leads to, for a sentence: `the experiment`, `` `train` ``, `the feature 'mfcc'`. */
export function placeOf(path: ConfigPath, root: ConfigNode): string {
  if (path.length === 0) return 'the experiment';
  if (path[0] === 'gate' && path.length === 3) return `check ${Number(path[2]) + 1} of \`gate\``;
  const found = slotOf(path);
  const use = found && textAt(root, [...path.slice(0, found.length), 'use']);
  if (found === undefined || use === undefined) return `\`${path.join('.')}\``;
  const plugin = `the ${KINDS[found.slot.kind].noun} '${use}'`;
  const inside = path.slice(found.length);
  return inside.length === 0 ? plugin : `\`${inside.join('.')}\` of ${plugin}`;
}

/** Where a key that stands in the wrong place belongs; plugins of the same slot first. */
export function ownersOf(key: string, path: ConfigPath, registry: Registry): string[] {
  const kind = slotOf(path)?.slot.kind;
  const kinds = kind === undefined ? KIND_NAMES : [kind, ...KIND_NAMES.filter((each) => each !== kind)];
  const plugins = kinds.flatMap((each) =>
    registry
      .list(each)
      .filter(({ plugin }) => Object.hasOwn(plugin.options.properties, key))
      .map(({ plugin }) => `the ${KINDS[each].noun} '${plugin.name}'`),
  );
  return [...sectionsWith(key, experimentSchema(registry, { purpose: 'check' })), ...plugins];
}

/** The parts of the experiment itself that have the key. */
function sectionsWith(key: string, schema: JsonSchema): string[] {
  const sections = propertiesOf(schema);
  const top = Object.hasOwn(sections, key) ? ['the top level of the config'] : [];
  const within = Object.entries(sections).flatMap(([name, section]) => {
    const items = section['items'];
    const inner = isSchema(items) ? items : section;
    return Object.hasOwn(propertiesOf(inner), key) ? [`\`${name}\``] : [];
  });
  return [...top, ...within];
}
