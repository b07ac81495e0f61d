import { describeSchema } from '../../src/core/config/describe.js';
import { isSchema, propertiesOf, type JsonSchema } from '../../src/core/config/jsonSchema.js';
import { localSchema } from '../../src/core/config/local.js';
import { experimentSchema } from '../../src/core/config/schema.js';
import { SLOTS } from '../../src/core/config/slots.js';
import { gatePresets } from '../../src/core/gate/presets.js';
import { KINDS } from '../../src/core/registry/kinds.js';
import type { Registry } from '../../src/core/registry/registry.js';
import { withArticle } from '../../src/core/text/words.js';
import { optionTable } from './options.js';

/** docs/reference/config.md: the keys of an experiment, of its parts, and of intone.local.yaml. */
export function configPage(registry: Registry): string {
  const schema: JsonSchema = experimentSchema(registry, { purpose: 'check' });
  const parts = propertiesOf(schema);
  const check = propertiesOf(parts['gate'])['checks']['items'];
  return [
    '# Config',
    INTRODUCTION,
    '## The experiment',
    optionTable(schema, [], (name, property) => allowed([name], property)),
    '`extends` and `plugins` are described below. A config has `features` or `inputs`.',
    ...['frames', 'train', 'intervals'].flatMap((name) => [
      `## ${name}`,
      optionTable(parts[name], [], (option, property) => allowed([name, option], property)),
      ...(name === 'train'
        ? ['schedule', 'stopEarly'].flatMap((option) => [
            `### train.${option}`,
            optionTable(propertiesOf(parts[name])[option]),
          ])
        : []),
    ]),
    '## inputs',
    INPUTS,
    '## gate',
    GATE,
    gatePresets.map(({ name, summary }) => `- \`${name}\`: ${summary}`).join('\n'),
    'A check has these keys, and at least one of `min`, `max`, `above` and `below`:',
    isSchema(check) ? optionTable(check) : '',
    LAYERS,
    '## intone.local.yaml',
    LOCAL,
    optionTable(localSchema(registry), [], (name, property) =>
      name === 'data' ? 'a map from dataset names to their options' : allowed([name], property),
    ),
  ].join('\n\n');
}

/** A slot's schema is long; its kind, with a link, says more. */
function allowed(path: readonly string[], property: JsonSchema): string {
  const slot = SLOTS.find((each) => each.path.join('.') === path.join('.'));
  if (slot === undefined)
    return path[0] === 'gate' || (path[0] === 'train' && path.length === 1)
      ? 'a map, see below'
      : describeSchema(property);
  const { noun, plural } = KINDS[slot.kind];
  const link = `[${slot.list ? plural : noun}](plugins.md#${plural.replaceAll(' ', '-')})`;
  const off = slot.kind === 'scaler' || slot.kind === 'sampler' ? ', or null' : '';
  return slot.list ? `a list of ${link}` : `${withArticle(noun).split(' ')[0]} ${link}${off}`;
}

const INTRODUCTION = `
An experiment is one YAML 1.2 file. \`use\` names a plugin and its options stand beside it; a plugin that needs no option can be
named by its name alone: \`pool: mean\` is \`pool: { use: mean }\`. Where the experiment has a default plugin, options alone
are its options: \`audio: { sampleRate: 16000 }\`. Anchors, aliases and merge keys (\`<<\`) work. What is not
known is an error, never skipped.

The line \`# yaml-language-server: $schema=…/docs/experiment.schema.json\` at the top lets editors complete and check it while it is
written; \`intone schema\` prints that schema, with the plugins that the config adds.`;

const INPUTS = `
A map from names (letters, digits and hyphens) to maps of \`features\`, \`pool\`, \`scale\` and \`frames\`, which are as at the top; without
\`frames\` an input has those of the top. The model says which inputs it takes
([Several inputs](../guide/inputs.md)).`;

const GATE = `
Thresholds that the run must meet: a list of checks, a preset, or both (\`{ preset: …, checks: […] }\`). The presets:`;

const LAYERS = `
## Layers

What a later layer says wins: \`extends\`, then the file, then \`intone.local.yaml\`, then \`--set\`.

- \`extends: base.yaml\`, or a list of files, relative to the file that says so. Of several, the later win.
- Maps merge key by key; lists and single values are replaced whole.
- Where a layer names another plugin (\`use\`), the options of the old one go with it. Where it names the same one, they stay.
- \`plugins\` of all files add up: paths (\`./my-feature.ts\`, relative to the file) and npm packages.
- \`--set train.epochs=5\`, \`--set features.0.coefficients=13\`, \`--set scale=null\`, as often as wanted. The value is YAML, and text
  where the option is text. \`--set data.use=…\` is applied before the options beside it.`;

const LOCAL = `
Settings of one machine, read from the working directory; git ignores it. Options of a dataset count in experiments that use it.`;
