/** How many copies a keyspace keeps. */
import { parsed, wrong, type Parsed } from './parsed.ts';

/** A number for every data centre, or one for each that is named. */
export function parseReplication(text: string): Parsed<string> {
  if (/^[1-9]\d?$/.test(text) || /^[\w.-]+=[1-9]\d?(,[\w.-]+=[1-9]\d?)*$/.test(text)) {
    return parsed(text);
  }
  return wrong('is no number of copies', 'write 3, or by data centre dc1=3,dc2=2');
}
