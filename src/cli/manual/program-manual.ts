/** The manual page of the program: what all commands have in common. */
import { exitCodes } from '../../base/exit-codes.ts';
import { environmentName, type Option } from '../../config/option.ts';
import { options } from '../../config/options.ts';
import type { CommandPage } from '../command-page.ts';
import { manualName } from './command-manual.ts';
import { code, terms, text, type Chapter, type ManualPage, type Term } from './manual-page.ts';
import { generalTerms, sentenceFrom } from './option-terms.ts';

export function programManual(pages: readonly CommandPage[], about: string): ManualPage {
  const others = pages.map((page) => `\`${manualName(page)}\`(1)`);
  return {
    name: 'recount',
    section: 1,
    summary: 're-derive web-analytics history from raw logs, and keep it provable',
    chapters: [
      {
        title: 'Synopsis',
        blocks: text('`recount` <command> [<options>]', '`recount help` <command>'),
      },
      { title: 'Description', blocks: descriptionBlocks(about) },
      { title: 'Commands', blocks: [terms(...pages.map(commandTerm))] },
      { title: 'Options', blocks: [...text('Every command has these.'), generalTerms()] },
      settingsChapter(),
      { title: 'Environment', blocks: [terms(...environmentTerms())] },
      exitChapter(),
      outputChapter(),
      {
        title: 'See also',
        blocks: text([...others, '`recount.yaml`(5)', ...chapters].join(', ')),
      },
    ],
  };
}

/** Pages of section 7. */
const chapters = ['metrics', 'stores', 'services', 'operations'].map((name) => {
  return `\`recount-${name}\`(7)`;
});

function descriptionBlocks(about: string): Chapter['blocks'] {
  return text(
    about,
    'The raw log is the truth, and the store is an index of it that can be thrown away and made ' +
      'again. Every line that is read has exactly one outcome, and the outcomes sum up to the ' +
      'lines. An object of the archive counts as a whole or not at all. A day of a site is ' +
      'published at once, after everything that was written was read back, and only from logs ' +
      'that are complete. A run may be killed at any point and started again.',
    'What every number means, and how it can be computed by other means, is in ' +
      '`recount-metrics`(7).',
  );
}

function commandTerm(page: CommandPage): Term {
  const { argument, name, summary } = page;
  const words = argument === undefined ? '' : ` <${argument.name}>`;
  return [`\`${name}\`${words}`, `${sentenceFrom(summary)} See \`${manualName(page)}\`(1).`];
}

function settingsChapter(): Chapter {
  return {
    title: 'Settings',
    blocks: [
      ...text(
        'Every option that is no decision about one run alone can be set in four places. The ' +
          'first that has a value wins: the flag; the variable of the environment; the ' +
          'configuration file, in which the value of a site wins over the general one; the ' +
          'default. `recount config` shows each value and where it comes from.',
        'The configuration is the file that `--config` or `RECOUNT_CONFIG` names, else ' +
          '`./recount.yaml` where there is one. See `recount.yaml`(5). No secret belongs in it: ' +
          'places with a user or password are refused, and services take their credentials from ' +
          'the usual places of their clients.',
      ),
    ],
  };
}

function environmentTerms(): readonly Term[] {
  const rows: readonly Option[] = Object.values(options);
  return rows
    .filter(({ sources }) => sources !== 'flag')
    .map((option) => {
      const list = option.kind === 'list' ? ' Several are separated by spaces.' : '';
      const value = option.flag.startsWith('--no-') ? 'false' : 'true';
      const word = option.kind === 'switch' ? `\`${value}\` is as` : 'As';
      const others = (option.otherVariables ?? []).map((name) => `\`${name}\``).join(' and ');
      const next = others === '' ? '' : ` Where it is not set, ${others} are looked at.`;
      const about = `${word} \`${option.flag}\`.${list}${next}`;
      return [`\`${environmentName(option)}\``, about];
    });
}

function exitChapter(): Chapter {
  const ascending = [...exitCodes].sort((a, b) => a.code - b.code);
  const order = exitCodes.filter(({ code: number }) => number !== 0);
  return {
    title: 'Exit status',
    blocks: [
      terms(
        ...ascending.map(({ code: number, about }): Term => {
          return [`\`${number}\``, sentenceFrom(about)];
        }),
      ),
      ...text(
        'Where several are true, the first of ' +
          `${order.map(({ code: number }) => number).join(', ')} is returned; ` +
          '`--json` names all of them. Take codes that are not listed for failures.',
      ),
    ],
  };
}

function outputChapter(): Chapter {
  return {
    title: 'Output',
    blocks: [
      ...text(
        'Results go to standard output, everything else to standard error: progress, notes, ' +
          'errors with a hint what to do. With `--json` results are JSON lines that begin with ' +
          'their `type`; the last one is of the type `summary` and names every cause of the exit ' +
          'status. Keys may be added to a line, and are never taken away or changed.',
      ),
      code('{"type":"summary", ... ,"errors":[],"causes":[],"exit_code":0}'),
    ],
  };
}
