/** Parsers of plain texts: names, places, files, words of a list, yes and no, zones. */
import { UsageError } from '../base/errors.ts';
import { ZoneClock } from '../base/zone-clock.ts';
import { nearNames } from '../model/near-names.ts';
import { parsed, wrong, type Parsed, type Parser } from './parsed.ts';

export function parseText(text: string): Parsed<string> {
  if (text.trim() === '') return wrong('is empty', 'write a text, or leave the option out');
  return parsed(text);
}

/** A file or a folder of this machine, by its path. */
export function parserOfPath(what: 'file' | 'folder'): Parser<string> {
  return (text) => {
    if (text.trim() === '') return wrong('is empty', `write the path of a ${what}`);
    const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(text);
    return scheme === null ? parsed(text) : wrong('is a url', `write the path of a ${what}`);
  };
}

/** A site as the raw lines name it. */
export function parseSite(text: string): Parsed<string> {
  if (text.trim() === '' || text !== text.trim()) {
    return wrong('is not a site', 'write it as the lines of the log name it, as in news.example');
  }
  return parsed(text);
}

/**
 * A folder or a url. Credentials in it are refused: they would stand in process lists, in
 * messages and in run records.
 */
export function parsePlace(text: string): Parsed<string> {
  if (text.trim() === '') return wrong('is empty', 'write a folder or a url');
  if (hasCredentials(text)) {
    const hint = "leave user and password out; they come from the service's own environment";
    return wrong('holds credentials', hint);
  }
  return parsed(text);
}

function hasCredentials(place: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/@]*@/i.test(place);
}

/** A text that may be shown: what stands before an `@` in a url's host is left out. */
export function withoutCredentials(text: string): string {
  return text.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, '$1***@');
}

/** One word of a closed list. */
export function parserOfChoice<const Choice extends string>(
  choices: readonly Choice[],
): Parser<Choice> {
  return (text) => {
    const choice = choices.find((candidate) => candidate === text);
    if (choice !== undefined) return parsed(choice);
    const [near] = nearNames(text, choices);
    const all = `write one of ${choices.join(', ')}`;
    return wrong('is not known', near === undefined ? all : `did you mean ${near}? ${all}`);
  };
}

export function parseSwitch(text: string): Parsed<boolean> {
  if (['true', 'yes', '1'].includes(text.toLowerCase())) return parsed(true);
  if (['false', 'no', '0'].includes(text.toLowerCase())) return parsed(false);
  return wrong('is neither true nor false', 'write true or false');
}

/** @returns the clock of a zone of the tz database. */
export function parseZone(text: string): Parsed<ZoneClock> {
  try {
    return parsed(new ZoneClock(text));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return wrong(
      'is not a time zone of the tz database',
      'name it as in America/New_York or Europe/Berlin, or write UTC',
    );
  }
}
