/** Results on standard output: lines for people, or lines of JSON. */
import { printableText } from '../report/text-lines.ts';
import type { Session } from './session.ts';

export async function printLines({ output }: Session, lines: Iterable<string>): Promise<void> {
  for (const line of lines) await output.write(`${printableText(line)}\n`);
}

export async function printJson({ output }: Session, value: object): Promise<void> {
  await output.write(`${JSON.stringify(value)}\n`);
}
