/** The outcome of many days in a headline and a sentence or two. */
import { countText, groupedText } from '../number-text.ts';
import type { AuditPage, PageCause, PageDay, Tone } from './audit-page-types.ts';

type VerdictInput = {
  readonly days: readonly PageDay[];
  readonly causes: readonly PageCause[];
  readonly words: AuditPage['words'];
  /** Goes on after `The numbers of 3 days`: what it means that a day is right. */
  readonly claim: string;
};

export function verdictOfDays(input: VerdictInput): AuditPage['verdict'] {
  const { days, claim } = input;
  const count = (tone: Tone): number => days.filter((day) => day.tone === tone).length;
  const [right, wrong, intended, unknown] = [
    ...[count('right'), count('wrong')],
    ...[count('intended'), count('unknown')],
  ] as [number, number, number, number];
  const checked = right + wrong + intended;
  const sentences: string[] = [];
  if (wrong > 0) sentences.push(wrongText(input, wrong));
  if (right > 0) sentences.push(`The numbers of ${rightDays(right, days.length)} ${claim}.`);
  if (intended > 0) {
    const differ = intended === 1 ? 'differs' : 'differ';
    sentences.push(`${countText(intended, 'day')} ${differ} because somebody wanted it so.`);
  }
  if (unknown > 0) {
    sentences.push(`Nothing is known of ${countText(unknown, 'day')} that could not be checked.`);
  }
  return {
    ...headlineOf({ checked, wrong, intended, unknown }, input.words),
    text: sentences.join(' '),
  };
}

function headlineOf(
  count: {
    readonly checked: number;
    readonly wrong: number;
    readonly intended: number;
    readonly unknown: number;
  },
  { right, wrong: wrongWord }: AuditPage['words'],
): { readonly tone: Tone; readonly headline: string } {
  const { checked, wrong, intended, unknown } = count;
  if (wrong > 0) {
    const are = wrong === 1 ? wrongWord.one : wrongWord.many;
    const headline = `${groupedText(wrong)} of ${countText(checked, 'day')} ${are}`;
    return { tone: 'wrong', headline: checked === 1 ? `The day ${wrongWord.one}` : headline };
  }
  if (checked === 0) return { tone: 'unknown', headline: 'Nothing could be checked' };
  if (unknown > 0) return { tone: 'unknown', headline: `What could be checked is ${right}` };
  if (intended > 0) return { tone: 'intended', headline: `Intended changes, the rest is ${right}` };
  return { tone: 'right', headline: `The numbers are ${right}` };
}

function rightDays(right: number, all: number): string {
  if (right === all) return all === 1 ? 'the day' : `all ${countText(right, 'day')}`;
  return countText(right, 'day');
}

function wrongText({ causes, days }: VerdictInput, wrong: number): string {
  const named = causes
    .filter(({ tone }) => tone === 'wrong')
    .map((cause) => `${cause.title.toLowerCase()} (${countText(cause.days.length, 'day')})`);
  const values = days
    .filter(({ tone }) => tone === 'wrong')
    .reduce((sum, { cells }) => sum + cells.missing + cells.extra + cells.changed, 0);
  const why = named.length === 0 ? '' : `: ${named.join(', ')}`;
  const many =
    values === 0
      ? ''
      : ` ${countText(values, 'value')} in all ${values === 1 ? 'differs' : 'differ'}.`;
  return `${countText(wrong, 'day')} ${wrong === 1 ? 'differs' : 'differ'}${why}.${many}`;
}
