import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';

/** Syntax that the house does without; see the architecture tests for the rules about files. */
const withoutThese = [
  { selector: 'TSEnumDeclaration', message: 'A union of strings, not an enum.' },
  { selector: 'ExportDefaultDeclaration', message: 'A named export, not a default.' },
  {
    selector: 'ExportAllDeclaration',
    message: 'No barrel files: import from the file that defines it.',
  },
  // Comparing with null stays: Node, the DOM and JSON give it.
  ...['TSNullKeyword', ':matches(ReturnStatement, VariableDeclarator) > Literal[raw="null"]'].map(
    (selector) => ({ selector, message: 'undefined, not null.' }),
  ),
];

export default ts.config(
  { ignores: ['dist/', 'coverage/', '**/node_modules/'] },
  ...ts.configs.recommended,
  ...svelte.configs['flat/recommended'],
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'no-empty': 'error',
      'no-restricted-syntax': ['error', ...withoutThese],
      'prefer-const': 'error',
      eqeqeq: ['error', 'always'],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      // Nothing a user, a client or a file wrote may ever become markup.
      'svelte/no-at-html-tags': 'error',
    },
  },
  {
    // Tools that read a default export.
    files: ['*.config.{js,ts}', 'test/setup/{build,count-reporter}.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...withoutThese.filter((each) => !each.message.includes('named export')),
      ],
    },
  },
  {
    // The programs under study read as the course's Python does, name for name.
    files: ['server/programs/*.ts'],
    rules: { 'prefer-const': 'off', '@typescript-eslint/no-unused-vars': 'off' },
  },
);
