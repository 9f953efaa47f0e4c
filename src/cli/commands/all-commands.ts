/** Every command, in the order of the help. */
import type { CommandPage } from '../command-page.ts';
import { completionPage } from './completion.ts';
import { configPage } from './config.ts';
import { exportPage } from './export.ts';
import { rebuildPage } from './rebuild.ts';
import { simulatePage } from './simulate.ts';

export const commandPages: readonly CommandPage[] = [
  rebuildPage,
  exportPage,
  simulatePage,
  configPage,
  completionPage,
];
