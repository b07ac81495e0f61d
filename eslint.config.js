import boundaries from 'eslint-plugin-boundaries';
import tseslint from 'typescript-eslint';

const NO_ANY_OR_SUPPRESSION = {
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': 'allow-with-description' }],
  '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
};

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', 'runs/**', 'src/kernels/assembly/**', 'coverage/**'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { boundaries },
    settings: {
      'boundaries/elements': [
        { type: 'core', pattern: 'src/core/**', mode: 'full' },
        { type: 'plugin', pattern: 'src/plugins/*/*', mode: 'full', capture: ['kind', 'name'] },
      ],
    },
    rules: {
      ...NO_ANY_OR_SUPPRESSION,
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
);
