/** Every file of the manual by its name: what `npm run man` writes and a test compares. */
import { publishedSchema } from '../../config/config-schema.ts';
import { commandPages } from '../commands/all-commands.ts';
import { packageVersion } from '../package-version.ts';
import { programAbout } from '../program.ts';
import { commandManual } from './command-manual.ts';
import { configManual } from './config-manual.ts';
import { metricsManual } from './metrics-manual.ts';
import { operationsManual } from './operations-manual.ts';
import { programManual } from './program-manual.ts';
import { roffFromPage } from './roff-from-page.ts';
import { servicesManual } from './services-manual.ts';
import { storesManual } from './stores-manual.ts';

/** @param exampleConfig the configuration that the manual shows. */
export function manualFiles(exampleConfig: string): ReadonlyMap<string, string> {
  const version = packageVersion();
  const pages = [
    programManual(commandPages, programAbout),
    ...commandPages.map(commandManual),
    configManual(exampleConfig),
    metricsManual,
    servicesManual,
    storesManual,
    operationsManual,
  ];
  return new Map([
    ...pages.map((page) => {
      return [`${page.name}.${page.section}`, roffFromPage(page, version)] as const;
    }),
    ['recount.schema.json', `${JSON.stringify(publishedSchema, null, 2)}\n`],
  ]);
}
