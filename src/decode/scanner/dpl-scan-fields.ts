/** The fields of a Data Pipeline event as the scanner is asked for them. */
import type { ScannedField, Treatment } from './scanner.ts';
import { scannedFieldsMax, scannedNamesBytesMax } from './scanner.ts';

/** Read by the scanner itself, which knows them by their place here. */
const fieldsByPlace = [
  ...['event_id', 'visitor_site_id', 'ts_action', 'timestamp_info_override_ms'],
  ...['timestamp_info_nginx_ms', 'session_id', 'engaged_time_inc', 'metadata', 'apikey'],
] as const;

const numberedFields = [
  ...['action', 'url_clean', 'url', 'ua_devicetype', 'ua_browser', 'user_agent', 'visitor_ip'],
  ...['channel', 'ip_country', 'ref_category', 'ref_domain', 'ref_clean', 'referrer'],
  ...['utm_campaign', 'utm_source', 'utm_medium', 'utm_term', 'utm_content'],
] as const;

/** In the order of `pageFromTexts`. */
const pageFields = [
  ...['metadata_title', 'metadata_authors', 'metadata_section', 'metadata_tags'],
  ...['metadata_canonical_url', 'metadata_page_type', 'metadata_pub_date_tmsp'],
] as const;

export const scanFieldNames = [...fieldsByPlace, ...numberedFields, ...pageFields];

export type ScanFieldName = (typeof scanFieldNames)[number];

/** Of the two, the second says nothing where the first is there. */
const replacedBy: Readonly<Record<string, ScanFieldName>> = {
  url: 'url_clean',
  referrer: 'ref_clean',
};

/** Place of a field in a record. */
export function placeOf(name: ScanFieldName): number {
  return scanFieldNames.indexOf(name);
}

/**
 * @param ruleFields top-level fields that rules of sites read: what they hold is told as it is.
 * @param areAddressesRead false leaves addresses alone: there are as many as visitors.
 * @returns undefined where they are more than the scanner can look for.
 */
export function scannedFields(
  ruleFields: readonly string[],
  areAddressesRead: 'addresses' | 'no_addresses',
): readonly ScannedField[] | undefined {
  const named = new Set(ruleFields);
  const own = [...named].filter((name) => !scanFieldNames.some((known) => known === name));
  const fields = [
    ...scanFieldNames.map((name): ScannedField => {
      if (named.has(name)) return { name, treatment: isPageField(name) ? 'any_page' : 'any' };
      const replacing = replacedBy[name];
      return {
        name,
        treatment: treatmentOf(name, areAddressesRead),
        ...(replacing !== undefined && { unless: placeOf(replacing) }),
      };
    }),
    ...own.map((name): ScannedField => ({ name, treatment: 'any' })),
  ];
  const nameBytes = fields.reduce((sum, { name }) => sum + Buffer.byteLength(name), 0);
  const doFit = fields.length <= scannedFieldsMax && nameBytes <= scannedNamesBytesMax;
  return doFit ? fields : undefined;
}

function treatmentOf(name: ScanFieldName, addresses: 'addresses' | 'no_addresses'): Treatment {
  if (isPageField(name)) return 'page';
  if (name === 'visitor_ip') return addresses === 'addresses' ? 'number' : 'read';
  return fieldsByPlace.some((known) => known === name) ? 'read' : 'number';
}

function isPageField(name: string): boolean {
  return pageFields.some((known) => known === name);
}
