/** Parsers of what is to be simulated: numbers, and sites with their zones. */
import { parseSite, parseZone } from './parse-text.ts';
import { parsed, wrong, type Parsed } from './parsed.ts';

/** A whole number from 0; `1_000_000` and `1,000,000` are read too. */
export function parseCount(text: string): Parsed<number> {
  const value = /^\d[\d_,]*$/.test(text) ? Number(text.replaceAll(/[_,]/g, '')) : NaN;
  if (Number.isSafeInteger(value)) return parsed(value);
  return wrong('is not a whole number', 'write digits, as in 100000');
}

export type SiteInZone = { readonly site: string; readonly zone: string };

export function parseSiteInZone(text: string): Parsed<SiteInZone> {
  const equals = text.indexOf('=');
  const hint = 'write site and zone, as in news.example=America/New_York';
  if (equals === -1) return wrong('names no time zone', hint);
  const site = parseSite(text.slice(0, equals));
  const zone = parseZone(text.slice(equals + 1));
  if (site.kind === 'wrong') return site;
  if (zone.kind === 'wrong') return zone;
  return parsed({ site: site.value, zone: zone.value.zone });
}
