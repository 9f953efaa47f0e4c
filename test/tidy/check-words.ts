/** Words that do not belong in the project: leftovers, switched-off rules, other machines. */
import type { Finding, TreeFile } from './finding.ts';

interface WordRule {
  readonly pattern: RegExp;
  readonly message: string;
  /** Whether sample data is read too: it may say what it likes but for the paths of a machine. */
  readonly readsFixtures: boolean;
}

// A class of one letter keeps a pattern from matching the line it is written on.
const rules: readonly WordRule[] = [
  {
    pattern: /\b(TO[D]O|FIX[M]E|XX[X])\b/,
    message: 'unfinished work is left in the text',
    readsFixtures: false,
  },
  {
    pattern: /eslint-(dis|en)[a]ble|@ts-(ig[n]ore|expect-err[o]r|noch[e]ck)/,
    message: 'a rule is switched off: mend what it complains about',
    readsFixtures: false,
  },
  {
    pattern: /\b(it|test|describe)\.(on[l]y)\(/,
    message: 'all other tests of the file are switched off',
    readsFixtures: false,
  },
  {
    pattern: /(?<![\w.*-])\/(wor[k]|roo[t]|far[m])\/|\/tmp\/far[m]|\.\.\/share[d]\//,
    message: 'a path of one machine',
    readsFixtures: true,
  },
  {
    pattern: /\bissue #?\d/i,
    message: 'an issue number: say the reason itself',
    readsFixtures: false,
  },
];

export function checkWords(files: readonly TreeFile[]): Finding[] {
  const documents = new Set(files.map(({ path }) => path.split('/').at(-1)));
  return files
    .filter(({ path }) => path !== 'package-lock.json' && path !== 'LICENSE')
    .flatMap(({ path, text }) =>
      text.split('\n').flatMap((line, index) =>
        faultsOfLine(path, line, documents).map((message) => {
          return { path, line: index + 1, message };
        }),
      ),
    );
}

function faultsOfLine(
  path: string,
  line: string,
  documents: ReadonlySet<string | undefined>,
): string[] {
  const isFixture = path.startsWith('fixtures/');
  const faults = rules
    .filter((rule) => (!isFixture || rule.readsFixtures) && rule.pattern.test(line))
    .map((rule) => rule.message);
  if (isFixture) return faults;
  for (const [name] of line.matchAll(/\b[\w-]+\.md\b/g)) {
    if (name === 'README.md' || documents.has(name)) continue;
    faults.push(`names ${name}, which is no file of the project`);
  }
  return faults;
}
