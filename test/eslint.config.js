/** What eslint refuses. The limits stand in tidy/limits.json, which the tidy test reads too. */
import { readFileSync } from 'node:fs';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const limits = JSON.parse(readFileSync(new URL('tidy/limits.json', import.meta.url), 'utf8'));
const everyScript = ['**/*.ts', '**/*.js'];

/** Only src/cli may use these; everything else gets them as parameters. */
const cliOnly = [
  ...['argv', 'env', 'stdin', 'stdout', 'stderr', 'exit', 'exitCode', 'cwd'].map((property) => ({
    object: 'process',
    property,
    message: 'Only src/cli reads it: take it as a parameter.',
  })),
  ...['Date', 'performance'].map((object) => ({
    object,
    property: 'now',
    message: 'Only src/cli reads the clock: take the time as a parameter.',
  })),
];

const noDefaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export by name.',
};
const noEnum = { selector: 'TSEnumDeclaration', message: 'Use a union of literals.' };
const noClock = {
  selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
  message: 'Only src/cli reads the clock: take the time as a parameter.',
};

export default defineConfig(
  { ignores: ['dist/', 'recount-store/', 'fixtures/', 'src/**/assembly/'] },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' } },
  {
    files: everyScript,
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { project: './tsconfig.json', tsconfigRootDir: `${import.meta.dirname}/..` },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // A port's method is async even where one adapter has nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      'max-depth': ['error', limits.nestingLevels],
      'max-lines': ['error', limits.fileLines.src],
      'max-lines-per-function': ['error', limits.functionLines],
      'max-params': ['error', limits.parameters],
      'no-console': 'error',
      'no-restricted-syntax': ['error', noDefaultExport, noEnum],
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/cli/**'],
    rules: {
      'no-restricted-properties': ['error', ...cliOnly],
      'no-restricted-syntax': ['error', noDefaultExport, noEnum, noClock],
    },
  },
  { files: ['src/cli/**'], rules: { 'no-console': 'off' } },
  {
    files: ['test/**'],
    rules: {
      'max-lines': ['error', limits.fileLines.test],
      // The tidy test counts these lines: it leaves out the callbacks of describe.
      'max-lines-per-function': 'off',
    },
  },
  { files: ['test/*.config.*'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['**/*.js'], extends: [tseslint.configs.disableTypeChecked] },
);
