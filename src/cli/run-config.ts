/** Runs `recount config`: shows settings and sites, or prints the schema of the file. */
import type { Command } from '@commander-js/extra-typings';
import { publishedSchema } from '../config/config-schema.ts';
import { printableText } from '../report/text-lines.ts';
import { configLines, configRecords } from './config-output.ts';
import type { Session } from './session.ts';
import { readSettings } from './settings.ts';
import { givenFlags } from './table-options.ts';

export async function runConfig(session: Session, command: Command): Promise<void> {
  const { output } = session;
  // The schema helps to mend a file that is wrong, so it does not wait for one that is right.
  if (givenFlags(command, 'config').has('schema')) {
    await output.write(`${JSON.stringify(publishedSchema, null, 2)}\n`);
    return;
  }
  const settings = await readSettings(session, command, 'config');
  if (settings.values.json) {
    for (const record of configRecords(settings)) await output.write(`${JSON.stringify(record)}\n`);
    return;
  }
  for (const line of configLines(settings)) await output.write(`${printableText(line)}\n`);
}
