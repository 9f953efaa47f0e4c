/** The values of a command's options: flag before environment before file before default. */
import { nearNames } from '../model/near-names.ts';
import {
  environmentName,
  keyName,
  type CommandName,
  type Option,
  type ValueOption,
} from './option.ts';
import { refuseFaults, type OptionFault } from './option-faults.ts';
import { options, optionsOfCommand, type OptionName, type OptionValues } from './options.ts';
import { parseSwitch, withoutCredentials } from './parse-text.ts';
import type { Parser } from './parsed.ts';

/** What was written, before it is read. Switches are `true` and `false`. */
export type GivenOptions = {
  /** By name of the option; every time a flag was given, in order. */
  readonly flags: ReadonlyMap<string, readonly string[]>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** By key, from the configuration file. */
  readonly fileValues: ReadonlyMap<string, readonly string[]>;
  /** The file's name, for messages. */
  readonly fileName: string;
};

export type Origin = 'flag' | 'environment' | 'file' | 'default';

/** Where a value came from, how that place is called (`--memory`), and the texts found there. */
export type Found = {
  readonly origin: Origin;
  readonly called: string;
  readonly texts: readonly string[];
};

export type Settings<Command extends CommandName> = {
  readonly command: Command;
  readonly values: OptionValues<Command>;
  readonly found: ReadonlyMap<OptionName, Found>;
};

/** @throws OptionFaults with all wrong values at once. */
export function resolveOptions<Command extends CommandName>(
  command: Command,
  given: GivenOptions,
): Settings<Command> {
  const faults: OptionFault[] = misspeltVariables(given.environment);
  const values: Record<string, unknown> = {};
  const found = new Map<OptionName, Found>();
  for (const name of optionsOfCommand(command)) {
    const place = findTexts(name, given);
    found.set(name, place);
    values[name] = readValue(options[name], place, faults);
    if (place.texts.length === 0) faults.push(...faultOfMissing(options[name], command));
  }
  refuseFaults(faults);
  return { command, values: values as OptionValues<Command>, found };
}

function findTexts(name: OptionName, given: GivenOptions): Found {
  const option: Option = options[name];
  const flags = given.flags.get(name);
  if (flags !== undefined) return { origin: 'flag', called: option.flag, texts: flags };
  if (option.sources === 'everywhere') {
    const variable = environmentName(option);
    const text = given.environment[variable];
    // A variable that is set to nothing is how a shell says "not set".
    if (text !== undefined && text !== '') {
      const texts = option.kind === 'list' ? text.split(/\s+/).filter(Boolean) : [text];
      return { origin: 'environment', called: variable, texts };
    }
    const key = keyName(option.flag);
    const texts = given.fileValues.get(key);
    if (texts !== undefined) {
      return { origin: 'file', called: `${key} in ${given.fileName}`, texts };
    }
  }
  const texts = option.default === undefined ? [] : [String(option.default)];
  return { origin: 'default', called: option.flag, texts };
}

function readValue(option: Option, place: Found, faults: OptionFault[]): unknown {
  const values = place.texts.map((text) => readText(parserOf(option), text, place, faults));
  if (option.kind === 'list') return values;
  if (option.kind === 'single' && new Set(place.texts).size > 1) faults.push(givenTwice(place));
  return values.at(-1);
}

function faultOfMissing({ flag, needed }: Option, command: CommandName): readonly OptionFault[] {
  if (needed?.by.includes(command) !== true) return [];
  return [{ message: `${flag} is missing`, hint: needed.hint }];
}

function parserOf(option: Option): Parser<unknown> {
  return option.kind === 'switch' ? parseSwitch : (option satisfies ValueOption).parse;
}

function readText(
  parse: Parser<unknown>,
  text: string,
  place: Found,
  faults: OptionFault[],
): unknown {
  const result = parse(text);
  if (result.kind === 'value') return result.value;
  const { problem, hint } = result;
  faults.push({ message: `${place.called} ${shownText(text)} ${problem}`, hint });
  return undefined;
}

function givenTwice({ called, texts }: Found): OptionFault {
  return {
    message: `${called} is given ${String(texts.length)} times: ${texts.map(shownText).join(', ')}`,
    hint: 'give it once',
  };
}

/** Quoted where it would not stand out in a sentence. */
export function shownText(text: string): string {
  const safe = withoutCredentials(text);
  return /^[^\s"'`;,]+$/.test(safe) ? safe : JSON.stringify(safe);
}

/** RECOUNT_SOTRE would otherwise be passed over, and the default store written to. */
function misspeltVariables(environment: GivenOptions['environment']): OptionFault[] {
  const rows: Option[] = Object.values(options);
  const known = rows.filter(({ sources }) => sources === 'everywhere').map(environmentName);
  return Object.keys(environment)
    .filter((variable) => variable.startsWith('RECOUNT_') && !known.includes(variable))
    .flatMap((variable) => {
      const ownPart = (name: string): string => name.slice('RECOUNT_'.length);
      const [near] = nearNames(ownPart(variable), known.map(ownPart));
      if (near === undefined) return [];
      return [
        {
          message: `the environment sets ${variable}, which means nothing to recount`,
          hint: `did you mean RECOUNT_${near}?`,
        },
      ];
    });
}
