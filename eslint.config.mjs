import importX from 'eslint-plugin-import-x';
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const faces = ['site', 'controllers', 'routes', 'policies', 'channels'];

/** The floors of the house: what a folder must not import. Downwards is allowed, upwards never. */
const floors = [
  ...faces.map((face) => ({ target: `./server/${face}`, from: './server/store' })),
  ...faces.flatMap((face) =>
    faces
      .filter((other) => other !== face && !(face === 'routes' && other === 'controllers'))
      .map((other) => ({ target: `./server/${face}`, from: `./server/${other}` })),
  ),
  ...faces.map((face) => ({ target: './server/services', from: `./server/${face}` })),
  ...[...faces, 'services'].map((upper) => ({
    target: './server/store',
    from: `./server/${upper}`,
  })),
  ...[...faces, 'services', 'store'].flatMap((upper) => [
    { target: './server/rules', from: `./server/${upper}` },
    { target: './server/contracts', from: `./server/${upper}` },
  ]),
  { target: './server/contracts', from: './server/rules' },
  ...[...faces, 'services', 'store'].map((server) => ({
    target: './admin',
    from: `./server/${server}`,
  })),
  { target: './server', from: './admin' },
].map((zone) => ({
  ...zone,
  message: 'A floor imports from floors below only (docs/architecture.md).',
}));

const restrict = (message, selectors) => selectors.map((selector) => ({ selector, message }));
const noStatements = restrict('SQL stands in server/store (docs/architecture.md).', [
  'CallExpression[callee.name=/^(db|trx)$/]',
  'CallExpression[callee.property.name=/^(db|raw)$/]',
  'Literal[value=/^\\s*(SELECT|INSERT|UPDATE|DELETE)\\s/]',
  'TemplateElement[value.raw=/^\\s*(SELECT|INSERT|UPDATE|DELETE)\\s/]',
]);
const noTransactions = restrict('A service opens the transaction (docs/architecture.md).', [
  "CallExpression[callee.property.name='transaction']",
]);

export default tseslint.config(
  {
    ignores: [
      '**/node_modules',
      '**/dist',
      'playground/build',
      'playground/types',
      'playground/.cache',
      'playground/.strapi',
      'tests/app/types',
    ],
  },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    plugins: { 'import-x': importX },
    settings: {
      'import-x/extensions': ['.ts', '.tsx'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
      'import-x/resolver': { node: { extensions: ['.ts', '.tsx', '.js', '.json'] } },
    },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones: floors }],
      // Packages never import ours.
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      eqeqeq: ['error', 'always'],
    },
  },
  {
    files: ['server/**/*.tsx'],
    languageOptions: { parserOptions: { jsxPragma: 'h', jsxFragmentName: 'Fragment' } },
  },
  {
    files: ['server/**/*.ts', 'server/**/*.tsx'],
    ignores: ['server/store/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['**/store/connection'],
              importNames: ['select', 'selectOne', 'insert', 'change', 'dialectOf'],
              message: 'SQL stands in server/store (docs/architecture.md).',
            },
          ],
        },
      ],
      'no-restricted-syntax': ['error', ...noStatements, ...noTransactions],
    },
  },
  {
    files: ['server/services/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...noStatements] },
  },
  {
    files: ['server/store/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...noTransactions] },
  },
  {
    files: ['server/rules/**/*.ts', 'server/contracts/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [{ group: ['node:*'], message: 'Rules and contracts run in the browser too.' }],
        },
      ],
    },
  },
  {
    files: ['admin/**/*.tsx', 'admin/**/*.ts'],
    plugins: { 'react-hooks': hooks },
    rules: hooks.configs.recommended.rules,
  },
  { files: ['**/*.js', '**/*.mjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
);
