/** Markup whose texts are escaped wherever they come from: names in a log may hold anything. */
import { printableText } from '../text-lines.ts';

/** Text that is markup already. Made by `html` only. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Content = string | number | Markup | readonly Content[];

/**
 * A template: what stands in it as text or number is escaped, markup is taken as it is. The
 * template's own indentation is left out.
 */
export function html(template: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  const texts = flatTexts(template);
  const rest = contents.map((content, index) => textOf(content) + (texts[index + 1] ?? ''));
  return new Markup((texts[0] ?? '') + rest.join(''));
}

const flat = new WeakMap<TemplateStringsArray, readonly string[]>();

function flatTexts(template: TemplateStringsArray): readonly string[] {
  const known = flat.get(template);
  if (known !== undefined) return known;
  const texts = template.map((text) => text.replace(/\n\s*/g, '\n'));
  flat.set(template, texts);
  return texts;
}

export const noMarkup = new Markup('');

function textOf(content: Content): string {
  if (content instanceof Markup) return content.text;
  if (typeof content === 'number') return String(content);
  return typeof content === 'string' ? escaped(content) : content.map(textOf).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return printableText(text).replace(/[&<>"']/g, (character) => entities[character]!);
}
