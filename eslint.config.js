import tseslint from 'typescript-eslint'

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.tap/', 'coverage/', 'docs/api/', '**/.venv/'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.js', '**/*.mjs'],
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'off',
      'prefer-const': 'error',
      semi: ['error', 'never'],
      quotes: ['error', 'single', { avoidEscape: true }],
      'max-len': ['error', { code: 160, ignoreRegExpLiterals: true, ignoreStrings: true, ignoreTemplateLiterals: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-restricted-imports': 'off',
      '@typescript-eslint/no-restricted-imports': ['error', { name: 'onnxruntime-node', allowTypeImports: true, message: 'Sessions are made in lib/inference/onnxruntime.ts alone.' }],
      'no-restricted-syntax': ['error', { selector: 'ImportExpression > Literal[value="onnxruntime-node"]', message: 'Sessions are made in lib/inference/onnxruntime.ts alone.' }],
    },
  },
  {
    files: ['lib/**/*.{ts,js}', 'streams/**/*.ts', 'workers/**/*.ts'],
    rules: {
      'max-lines': ['error', 300],
      'max-lines-per-function': ['error', 60],
    },
  },
  {
    files: ['lib/**/*.ts', 'streams/**/*.ts', 'workers/**/*.ts', 'benchmarks/**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
    },
  },
)
