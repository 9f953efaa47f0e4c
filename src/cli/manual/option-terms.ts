/** Options as the manual explains them: what they are for, and where else they can be set. */
import { environmentName, fileKey, optionGroups, type Option } from '../../config/option.ts';
import { optionNames, options, type OptionName } from '../../config/options.ts';
import type { CommandName } from '../../config/option.ts';
import { terms, type Block, type Term } from './manual-page.ts';

/** The options of a command, grouped as in its help. */
export function optionBlocks(names: readonly OptionName[], command: CommandName): readonly Block[] {
  const keys = Object.keys(optionGroups) as (keyof typeof optionGroups)[];
  return keys.flatMap((group) => {
    const own = names.filter((name) => options[name].group === group);
    if (own.length === 0 || group === 'general') return [];
    const title: Block = { kind: 'title', text: optionGroups[group] };
    return [title, terms(...own.map((name) => optionTerm(options[name], command)))];
  });
}

/** The options that every command has. */
export function generalTerms(): Block {
  const general = optionNames.filter((name) => options[name].group === 'general');
  return terms(
    ...general.map((name) => optionTerm(options[name], undefined)),
    ['`--help`, `-h`', 'Print the help of a command.'],
    ['`--version`', 'Print the version.'],
  );
}

/** Some rows of the table say so themselves. */
const several = 'may be given several times';

function optionTerm(option: Option, command: CommandName | undefined): Term {
  const { flag, kind, about, needed } = option;
  const term = kind === 'switch' ? `\`${flag}\`` : `\`${flag}\` ${option.argument}`;
  const isNeeded = command !== undefined && needed?.by.includes(command) === true;
  const notes = [
    ...(kind === 'list' && !about.includes(several) ? [`${sentenceFrom(several)}`] : []),
    ...(kind !== 'switch' && option.type.choices !== undefined
      ? [`One of ${option.type.choices.map((choice) => `\`${choice}\``).join(', ')}.`]
      : []),
    ...(kind !== 'switch' && option.default !== undefined
      ? [`Default: \`${option.default}\`.`]
      : []),
    ...(isNeeded ? [option.sources === 'flag' ? 'Needed.' : 'Needed, unless configured.'] : []),
  ];
  return [term, [sentenceFrom(about), ...notes].join(' '), ...otherPlaces(option)];
}

function otherPlaces(option: Option): readonly string[] {
  if (option.sources === 'flag') return [];
  const key = fileKey(option);
  // What the flag says no to is true unless the others say false.
  const isNo = option.flag.startsWith('--no-');
  const inFile =
    key === undefined ? '' : `, \`${key}${isNo ? ': false' : ''}\` in the configuration`;
  const ofSite = option.siteKey === undefined ? '' : ' or in a site of it';
  const variable = `${environmentName(option)}${isNo ? '=false' : ''}`;
  return [`Also \`${variable}\` in the environment${inFile}${ofSite}.`];
}

/** A phrase of a table as a sentence. */
export function sentenceFrom(phrase: string): string {
  return `${phrase.charAt(0).toUpperCase()}${phrase.slice(1)}.`;
}
