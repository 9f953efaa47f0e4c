/** What a run was told, as its record keeps it: defaults too, and which of it was given. */
import { options, type OptionName } from '../config/options.ts';
import type { Found } from '../config/find-texts.ts';
import type { SiteSettings } from '../config/site-settings.ts';
import type { RunIdentity } from '../jobs/rebuild-types.ts';

export type RecordedOptions = Required<Pick<RunIdentity, 'options' | 'given'>>;

/** Texts by option, but those of S3 where there is none. */
export function recordedOptions(found: ReadonlyMap<OptionName, Found>): RecordedOptions {
  const isS3 = found.get('archive')?.texts.some((text) => /^s3:/i.test(text)) ?? false;
  const isMeant = (name: OptionName): boolean => isS3 || options[name].group !== 's3';
  const meant = [...found].filter(([name, { texts }]) => texts.length > 0 && isMeant(name));
  return {
    options: Object.fromEntries(
      meant.map(([name, { texts }]) => [name, texts.length === 1 ? texts[0] : texts]),
    ),
    given: meant.filter(([, { origin }]) => origin !== 'default').map(([name]) => name),
  };
}

/** The same of a run over sites that may have values of their own. */
export function recordedOptionsOfSites(
  found: ReadonlyMap<OptionName, Found>,
  sites: readonly SiteSettings[],
): RecordedOptions {
  const general = recordedOptions(found);
  const configured = sites
    .filter(({ place }) => place !== undefined)
    .map((site) => [site.site, recordedOptions(site.found)] as const);
  if (configured.length === 0) return general;
  const ofSites = configured.map(([site, own]) => [site, own.options] as const);
  const given = configured.flatMap(([site, own]) => {
    return own.given.map((name) => `sites.${site}.${name}`);
  });
  return {
    options: { ...general.options, sites: Object.fromEntries(ofSites) },
    given: [...general.given, ...given],
  };
}
