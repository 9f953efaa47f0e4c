/** Every command, in the order of the help. */
import type { CommandPage } from '../command-page.ts';
import { archiveCheckPage } from './archive-check.ts';
import { archiveLsPage } from './archive-ls.ts';
import { auditPage } from './audit.ts';
import { completionPage } from './completion.ts';
import { configPage } from './config.ts';
import { explainPage } from './explain.ts';
import { erasePage } from './erase.ts';
import { exportPage } from './export.ts';
import { queryPage } from './query.ts';
import { rebuildPage } from './rebuild.ts';
import { repairPage } from './repair.ts';
import { rollupPage } from './rollup.ts';
import { runsListPage } from './runs-list.ts';
import { runsShowPage } from './runs-show.ts';
import { runsUndoPage } from './runs-undo.ts';
import { simulatePage } from './simulate.ts';
import { storeDoctorPage } from './store-doctor.ts';
import { storeGcPage } from './store-gc.ts';
import { storeInitPage } from './store-init.ts';
import { storeStatusPage } from './store-status.ts';
import { storeUnpinPage } from './store-unpin.ts';

export const commandPages: readonly CommandPage[] = [
  rebuildPage,
  auditPage,
  repairPage,
  rollupPage,
  exportPage,
  queryPage,
  explainPage,
  erasePage,
  archiveLsPage,
  archiveCheckPage,
  storeInitPage,
  storeStatusPage,
  storeDoctorPage,
  storeGcPage,
  storeUnpinPage,
  runsListPage,
  runsShowPage,
  runsUndoPage,
  simulatePage,
  configPage,
  completionPage,
];
