import boundaries from 'eslint-plugin-boundaries';
import tseslint from 'typescript-eslint';

const NO_ANY_OR_SUPPRESSION = {
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': 'allow-with-description' }],
  '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
};

/** The rooms of src/: which file is in which. */
const ROOMS = [
  { category: 'entry', pattern: 'src/index.ts' },
  { category: 'core', pattern: 'src/core/**' },
  { category: 'kernels', pattern: 'src/kernels/**' },
  { category: 'cli', pattern: 'src/cli/**' },
  { category: 'tui', pattern: 'src/tui/**' },
  { category: 'start', pattern: 'src/worker/startRun.ts' },
  { category: 'worker', pattern: 'src/worker/!(startRun).ts' },
  { category: 'shelf', pattern: 'src/plugins/index.ts' },
  { category: 'kind', pattern: 'src/plugins/*/index.ts' },
  { category: 'plugin', pattern: 'src/plugins/*/!(index).ts', capture: ['kind', 'name'] },
  { category: 'plugin', pattern: 'src/plugins/*/*/**/*', capture: ['kind', 'name'] },
];

const room = (categories) => ({ file: { categories } });
const may = (from, ...to) => ({ from: room(from), allow: to.map((target) => ({ to: target })) });
const OWN_PLUGIN = {
  file: {
    categories: 'plugin',
    captured: { kind: '{{from.file.captured.kind}}', name: '{{from.file.captured.name}}' },
  },
};

/** Who may import whom; what is not listed is forbidden. */
const DOORS = [
  may('entry', room('core')),
  may('core', room('core'), room('kernels')),
  may('kernels', room('kernels')),
  may('plugin', room('core'), room('kernels'), OWN_PLUGIN),
  may('kind', room('core'), room('plugin')),
  may('shelf', room('core'), room('kind')),
  may('tui', room('tui'), room('core')),
  may('worker', room('worker'), room('core'), room('shelf')),
  may('start', room('worker'), room('core')),
  may('cli', room('cli'), room('core'), room('shelf'), room('tui'), room('start')),
  { allow: { to: { module: { origin: ['external', 'core'] } } } },
  {
    from: room(['core', 'kernels', 'plugin', 'kind', 'shelf', 'entry', 'worker', 'start']),
    disallow: { to: { module: { source: ['@oclif/core', 'cli-table3', 'ink', 'react'] } } },
    message: 'Only the command line knows of a screen.',
  },
];

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', 'runs/**', 'src/kernels/assembly/**', 'coverage/**'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...NO_ANY_OR_SUPPRESSION,
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    files: ['src/**/*.ts', 'src/**/*.tsx'],
    plugins: { boundaries },
    settings: {
      'boundaries/files': ROOMS,
      'boundaries/root-path': import.meta.dirname,
      'import/resolver': { [`${import.meta.dirname}/scripts/lint/sourceResolver.cjs`]: {} },
    },
    rules: {
      'boundaries/dependencies': ['error', { default: 'disallow', checkAllOrigins: true, policies: DOORS }],
      'boundaries/no-unknown-files': 'error',
    },
  },
);
