/** Reads what was found of an option, and says what is wrong with it. */
import type { Found } from './find-texts.ts';
import type { Option } from './option.ts';
import type { OptionFault } from './option-faults.ts';
import { parseSwitch, withoutCredentials } from './parse-text.ts';
import type { Parser } from './parsed.ts';

/** Faults are added to `faults`; what is wrong is undefined. */
export function readValue(option: Option, place: Found, faults: OptionFault[]): unknown {
  const values = place.texts.map((text) => readText(parserOf(option), text, place, faults));
  if (option.kind === 'list') return values;
  if (option.kind === 'single' && new Set(place.texts).size > 1) faults.push(givenTwice(place));
  return values.at(-1);
}

function parserOf(option: Option): Parser<unknown> {
  return option.kind === 'switch' ? parseSwitch : option.type.parse;
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
