/** House rules that a machine can check. Each rule that is ours carries its reason. */
import js from '@eslint/js'
import prettier from 'eslint-config-prettier'
import vue from 'eslint-plugin-vue'
import typescript from 'typescript-eslint'

const deterministic = [
  [
    'Date',
    'Guest time is the number of retired instructions; only the run loop in emulator/host reads the clock.',
  ],
  [
    'performance',
    'Guest time is the number of retired instructions; only the run loop in emulator/host reads the clock.',
  ],
].map(([name, message]) => ({ name, message }))

export default typescript.config(
  {
    ignores: [
      'out/',
      'build/',
      'kernel/',
      'node_modules/',
      'src/emulator/core/',
      'tests/golden/**/*.svg',
      'playwright-report/',
      'test-results/',
    ],
  },
  js.configs.recommended,
  ...typescript.configs.strict,
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: typescript.parser } },
  },
  {
    files: ['**/*.{mjs,ts,vue}'],
    rules: {
      'no-undef': 'off', // TypeScript knows better which names exist.
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-non-null-assertion': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/emulator/**/*.ts'],
    ignores: ['src/emulator/host/**', '**/*.test.ts'],
    rules: {
      'no-restricted-globals': ['error', ...deterministic],
      'no-restricted-properties': [
        'error',
        {
          object: 'Math',
          property: 'random',
          message: 'Equal inputs must give equal runs, bit for bit.',
        },
      ],
    },
  },
  prettier,
)
