import { tinyWith, type BadInput } from './row.js';

/** The command line, and plugins of one's own. */
export const badOptions: readonly BadInput[] = [
  { wrong: 'a command is misspelt', argv: ['trian', 'tiny.yaml'], code: 'USAGE_UNKNOWN_COMMAND' },
  { wrong: 'a flag is misspelt', argv: ['run', 'tiny.yaml', '--dryrun'], code: 'USAGE_UNKNOWN_FLAG' },
  { wrong: 'an argument is missing', argv: ['run'], code: 'USAGE_MISSING_ARGUMENT' },
  { wrong: 'one argument too many', argv: ['show', 'latest', 'first'], code: 'USAGE_UNEXPECTED_ARGUMENT' },
  { wrong: 'a flag without its value', argv: ['run', 'tiny.yaml', '--set'], code: 'USAGE_BAD_FLAG' },
  { wrong: '--set without a value', argv: ['run', 'tiny.yaml', '--set', 'seed'], code: 'SET_SYNTAX' },
  {
    wrong: '--set of a key that does not exist',
    argv: ['run', 'tiny.yaml', '--set', 'train.epoch=3'],
    code: 'CONFIG_UNKNOWN_KEY',
  },
  {
    wrong: '--set with a value of the wrong type',
    argv: ['run', 'tiny.yaml', '--set', 'seed=lucky'],
    code: 'CONFIG_WRONG_TYPE',
  },
  {
    wrong: '--set past the end of a list',
    argv: ['run', 'tiny.yaml', '--set', 'features.7.use=rms'],
    code: 'SET_PATH',
  },
  { wrong: 'no such plugin', argv: ['plugins', 'smot'], code: 'PLUGIN_UNKNOWN' },
  { wrong: 'no such kind of plugin', argv: ['plugins', '--kind', 'feeture'], code: 'PLUGIN_KIND_UNKNOWN' },
  {
    wrong: 'two sources of thresholds',
    argv: ['check', 'latest', '--gate', 'gate.yaml', '--preset', 'published-criteria'],
    code: 'USAGE_TWO_GATES',
  },
  {
    wrong: 'a plugin file that is not there',
    argv: ['validate', 'bad.yaml'],
    files: { 'bad.yaml': `plugins: [./mine.ts]\n${tinyWith('features: [mine]')}` },
    code: 'PLUGIN_NOT_FOUND',
  },
  {
    wrong: 'a plugin file that does not compile',
    argv: ['validate', 'bad.yaml'],
    files: {
      'bad.yaml': `plugins: [./mine.ts]\n${tinyWith('features: [mine]')}`,
      'mine.ts': 'export default definePlugin({\n',
    },
    code: 'PLUGIN_LOAD_FAILED',
  },
  {
    wrong: 'a plugin file that exports something else',
    argv: ['validate', 'bad.yaml'],
    files: {
      'bad.yaml': `plugins: [./mine.ts]\n${tinyWith('features: [mine]')}`,
      'mine.ts': 'export default 42;\n',
    },
    code: 'PLUGIN_NO_EXPORT',
  },
  {
    wrong: 'a plugin with the name of another',
    argv: ['validate', 'bad.yaml'],
    files: {
      'bad.yaml': `plugins: [./mine.ts]\n${tinyWith('features: [rms]')}`,
      'mine.ts': `import { definePlugin, Type } from 'intone';
export default definePlugin({
  kind: 'feature',
  name: 'rms',
  summary: 'Another loudness.',
  options: Type.Object({}, { additionalProperties: false }),
  create: () => ({ names: ['rms'], extract: () => new Float32Array() }),
});
`,
    },
    code: 'PLUGIN_TWICE',
  },
  {
    wrong: 'a plugin that fails while it works',
    argv: ['run', 'bad.yaml'],
    files: {
      'bad.yaml': `plugins: [./mine.ts]\n${tinyWith('features: [mine]')}`,
      'mine.ts': `import { definePlugin, Type } from 'intone';
export default definePlugin({
  kind: 'feature',
  name: 'mine',
  summary: 'Fails.',
  options: Type.Object({}, { additionalProperties: false }),
  create: () => ({
    names: ['mine'],
    extract: () => {
      throw new Error('no such frame');
    },
  }),
});
`,
    },
    code: 'PLUGIN_FAILED',
  },
];
