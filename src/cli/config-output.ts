/** Settings as `recount config` shows them: lines for people, records for programs. */
import type { PlacedRule } from '../config/config-file.ts';
import type { Found } from '../config/find-texts.ts';
import { environmentName, fileKey, type Option } from '../config/option.ts';
import { options, type OptionName } from '../config/options.ts';
import type { Settings } from '../config/resolve-options.ts';
import type { SiteSettings } from '../config/site-settings.ts';
import { tableLines } from '../report/text-lines.ts';
import { textFromExclusion, textFromOwnSegment } from './rule-text.ts';

type ConfigSettings = Settings<'config'>;

/** What decides about this one call is no setting. */
const notShown: readonly OptionName[] = ['json', 'debug', 'schema', 'site'];

/** A table of the options, then a block for each site. */
export function* configLines({ found, sites }: ConfigSettings): Iterable<string> {
  const rows = shownOptions(found).map(([name, place]) => rowOf(shownName(name), place));
  yield* tableLines(threeColumns, rows, '');
  for (const site of sites) {
    yield '';
    yield `site ${site.site}${site.place === undefined ? '' : ` (${site.place})`}`;
    yield* tableLines(threeColumns, rowsOfSite(site), '  ');
  }
  if (sites.length > 0) return;
  yield '';
  yield 'No site is configured: every command names its sites with --site.';
}

const threeColumns = [{ align: 'left' }, { align: 'left' }, { align: 'left' }] as const;

function shownOptions(found: ReadonlyMap<OptionName, Found>): readonly [OptionName, Found][] {
  return [...found].filter(([name]) => !notShown.includes(name));
}

function rowsOfSite({ found, ownSegments, exclusions }: SiteSettings): readonly string[][] {
  return [
    ...[...found].map(([name, place]) => rowOf(options[name].siteKey, place)),
    ...ownSegments.map(({ rule, place }) => {
      return [`segment ${rule.name}`, place, textFromOwnSegment(rule)];
    }),
    ...exclusions.map(({ rule, place }) => {
      return [`exclusion ${rule.name}`, place, textFromExclusion(rule)];
    }),
  ];
}

function rowOf(name: string, found: Found): string[] {
  const { texts } = found;
  return [name, originText(found), texts.join(' ')];
}

/** As it is called in the file; what cannot stand there has its flag. */
function shownName(name: OptionName): string {
  const option: Option = options[name];
  return fileKey(option) ?? option.flag;
}

/** `--memory`, `RECOUNT_MEMORY`, `recount.yaml:3:3`, `default`, or that there is no value. */
function originText({ origin, called, place, texts }: Found): string {
  if (texts.length === 0) return 'not set';
  switch (origin) {
    case 'flag':
    case 'environment':
      return called;
    case 'file':
      return place ?? called;
    case 'default':
      return 'default';
  }
}

/** One record for each option and each site; `from` is the place as people see it. */
export function* configRecords({ found, sites }: ConfigSettings): Iterable<object> {
  for (const [name, place] of shownOptions(found)) {
    const option: Option = options[name];
    yield {
      type: 'option',
      name,
      flag: option.flag,
      variable: environmentName(option),
      key: fileKey(option) ?? null,
      ...valueRecord(option, place),
    };
  }
  for (const site of sites) {
    yield {
      type: 'site',
      site: site.site,
      from: site.place ?? null,
      options: Object.fromEntries(
        [...site.found].map(([name, place]) => [
          options[name].siteKey,
          valueRecord(options[name], place),
        ]),
      ),
      segments: site.ownSegments.map(ruleRecord),
      exclusions: site.exclusions.map(ruleRecord),
    };
  }
}

function valueRecord(option: Option, found: Found): object {
  const { origin, texts } = found;
  const isSet = texts.length > 0;
  const single = option.kind === 'switch' ? texts[0] === 'true' : texts[0];
  const value = option.kind === 'list' ? texts : single;
  return {
    value: isSet ? value : null,
    origin: isSet ? origin : null,
    from: isSet ? originText(found) : null,
  };
}

function ruleRecord<Rule extends object>({ rule, place }: PlacedRule<Rule>): object {
  return { ...rule, from: place };
}
