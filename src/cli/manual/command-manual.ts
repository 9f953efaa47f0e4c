/** The manual page of a command, made from its page and the table of options. */
import type { CommandName, Option } from '../../config/option.ts';
import { options, optionsOfCommand, type OptionName } from '../../config/options.ts';
import { codesInOrder, typedLines, type CommandPage } from '../command-page.ts';
import { auditChapters } from './audit-chapters.ts';
import { rollupChapters } from './rollup-chapters.ts';
import { code, terms, text } from './manual-page.ts';
import type { Block, Chapter, ManualPage, Term } from './manual-page.ts';
import { optionBlocks, sentenceFrom } from './option-terms.ts';

/** Files that an option is about, told in every command that has it. */
const filesOfOptions: readonly (readonly [OptionName, Term])[] = [
  [
    'config',
    ['`./recount.yaml`', 'The configuration, where none is named. See `recount.yaml`(5).'],
  ],
  ['store', ['`./recount-store`', 'The stored numbers, where no store is named.']],
  ['spill', ['`$TMPDIR`, else `/tmp`', 'Room for what does not fit into memory.']],
];

/** What a command is about beside its options. */
const chaptersOfCommands: Readonly<Partial<Record<CommandName, readonly Chapter[]>>> = {
  audit: auditChapters,
  rollup: rollupChapters,
};

export function commandManual(page: CommandPage): ManualPage {
  const names = optionsOfCommand(page.name);
  return {
    name: manualName(page),
    section: 1,
    summary: page.summary,
    chapters: [
      { title: 'Synopsis', blocks: [synopsis(page, names)] },
      { title: 'Description', blocks: text(page.about) },
      ...(page.argument === undefined
        ? []
        : [{ title: 'Argument', blocks: [terms(argumentTerm(page.argument))] }]),
      ...(chaptersOfCommands[page.name] ?? []),
      {
        title: 'Options',
        blocks: [
          ...optionBlocks(names, page.name),
          ...text('The options of every command are in `recount`(1).'),
        ],
      },
      { title: 'Examples', blocks: page.examples.flatMap(exampleBlocks) },
      { title: 'Exit status', blocks: [codeTerms(page)] },
      { title: 'Files', blocks: [terms(...filesOf(names))] },
      {
        title: 'See also',
        blocks: text(
          '`recount`(1), `recount.yaml`(5), `recount-metrics`(7), `recount-services`(7)',
        ),
      },
    ],
  };
}

/** `recount-archive-ls` */
export function manualName({ name }: CommandPage): string {
  return `recount-${name.replaceAll(' ', '-')}`;
}

function synopsis(page: CommandPage, names: readonly OptionName[]): Block {
  const needed = names.flatMap((name) => {
    const option: Option = options[name];
    const isNeeded = option.kind !== 'switch' && option.needed?.by.includes(page.name) === true;
    return isNeeded && option.sources === 'flag' ? [`\`${option.flag}\` ${option.argument}`] : [];
  });
  const argument = page.argument === undefined ? [] : [`<${page.argument.name}>`];
  const words = [`\`recount ${page.name}\``, ...needed, '[<options>]', ...argument];
  return { kind: 'text', text: words.join(' ') };
}

function argumentTerm({ name, choices, about }: NonNullable<CommandPage['argument']>): Term {
  const words = (choices ?? []).map((choice) => `\`${choice}\``).join(', ');
  return [`<${name}>`, sentenceFrom(about) + (words === '' ? '' : ` One of ${words}.`)];
}

function exampleBlocks([purpose, ...lines]: CommandPage['examples'][number]): readonly Block[] {
  return [...text(purpose), code(...typedLines(lines))];
}

function codeTerms({ codes }: CommandPage): Block {
  return terms(
    ...codesInOrder(codes).map(({ code: number, about }): Term => {
      return [`\`${number}\``, sentenceFrom(about)];
    }),
  );
}

function filesOf(names: readonly OptionName[]): readonly Term[] {
  return filesOfOptions.filter(([name]) => names.includes(name)).map(([, term]) => term);
}
