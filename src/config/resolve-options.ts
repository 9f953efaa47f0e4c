/** The values of a command's options, and of the sites it is about, each with its origin. */
import { nearNames } from '../model/near-names.ts';
import { findTexts, type Found, type GivenOptions } from './find-texts.ts';
import { environmentName, eraseKeyVariable, type CommandName, type Option } from './option.ts';
import { refuseFaults, type OptionFault } from './option-faults.ts';
import { options, optionsOfCommand, type OptionName, type OptionValues } from './options.ts';
import { readValue } from './read-value.ts';
import { settingsOfSite, sitesOf, type SiteSettings } from './site-settings.ts';

export type Settings<Command extends CommandName> = {
  readonly command: Command;
  readonly values: OptionValues<Command>;
  readonly found: ReadonlyMap<OptionName, Found>;
  /** Those asked for; without any, those configured, in the order of the file. */
  readonly sites: readonly SiteSettings[];
};

/** @throws OptionFaults with all wrong values at once. */
export function resolveOptions<Command extends CommandName>(
  command: Command,
  given: GivenOptions,
): Settings<Command> {
  const faults: OptionFault[] = [...given.file.faults, ...misspeltVariables(given.environment)];
  const values: Record<string, unknown> = {};
  const found = new Map<OptionName, Found>();
  for (const name of optionsOfCommand(command)) {
    const place = findTexts(name, given);
    found.set(name, place);
    values[name] = readValue(options[name], place, faults);
  }
  const sites = sitesOf(found.get('site')?.texts ?? [], given.file).map((site) =>
    settingsOfSite(site, given),
  );
  // A key that is wrong is not missing too.
  if (given.file.faults.length === 0) faults.push(...missingOptions(command, found, sites));
  refuseFaults(faults);
  return { command, values: values as OptionValues<Command>, found, sites };
}

function missingOptions(
  command: CommandName,
  found: ReadonlyMap<OptionName, Found>,
  sites: readonly SiteSettings[],
): readonly OptionFault[] {
  return [...found].flatMap(([name, { texts }]) => {
    const { flag, needed }: Option = options[name];
    if (texts.length > 0 || needed?.by.includes(command) !== true) return [];
    const { hint, unless } = needed;
    const instead = [...found].find(([other]) => other === unless?.option);
    if (unless !== undefined && instead?.[1].texts.includes(unless.text) === true) return [];
    if (name === 'site' && sites.length > 0) return [];
    if (name !== 'zone' || sites.length === 0) return [{ message: `${flag} is missing`, hint }];
    const without = sites.filter(({ values }) => values.zone === undefined);
    return without.map(({ site }) => ({
      message: `${flag} is missing for the site ${site}`,
      hint,
    }));
  });
}

/** RECOUNT_SOTRE would otherwise be passed over, and the default store written to. */
function misspeltVariables(environment: GivenOptions['environment']): OptionFault[] {
  const rows: Option[] = Object.values(options);
  const ofOptions = rows.filter(({ sources }) => sources !== 'flag').map(environmentName);
  const known = [...ofOptions, eraseKeyVariable];
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
