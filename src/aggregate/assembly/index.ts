/** What the caller sees: the addresses that it sets, and what it asks for. */
export { buildRows, endOfRows, goOn, isRowOpen } from './build-rows';
export { clearKinds, kindCount, markSegmentCells, placeKinds, writeKinds } from './event-kinds';
export {
  actionBlocksBase,
  actionOf,
  breakdownColumns,
  chunkBase,
  chunkCount,
  chunkFirst,
  entriesBase,
  kindKeysBase,
  kindSlotMask,
  kindSlotsBase,
  metricNumbers,
  pairCellsBase,
  pairTable,
  passedBitsBase,
  placesBase,
  segmentCellsBase,
  segmentColumns,
  segmentFromsBase,
  sessionTable,
  sharesMax,
  urlPlacesBase,
  urlRanksBase,
  visitorTable,
} from './event-layout';
export {
  findCopies,
  identitiesBase,
  identitySlotMask,
  identitySlotsBase,
  listCopies,
} from './find-copies';
export {
  byBucketBase,
  cellKindsBase,
  cellListBase,
  cellSetBase,
  headsBase,
  headsMax,
  kindBytes,
  kindListBase,
  kindsBase,
  kindSetBase,
  kindSumsBase,
  maskWords,
  metricCount,
  metricsBase,
  partBytesMax,
  partsBase,
  partsUntil,
  recordCount,
  recordsBase,
  recordsUntil,
  registersBase,
  shareBytes,
  slotsBase,
  sumsBase,
} from './layout';
export {
  internTexts,
  internedCount,
  internedHashesBase,
  internedSlotMask,
  internedSlotsBase,
  internedStartsBase,
} from './intern-texts';
export {
  aftersBase,
  beforesBase,
  joinedBase,
  joinedEndsBase,
  joinTexts,
  measurePairs,
  pairKeyBytes,
  pairKeys,
  writePairCells,
  writePairKeys,
} from './name-cells';
export { addTable } from './number-table';
export { listUrls, placeRecords, rankUrls } from './place-records';
export {
  beginScan,
  bucketFirst,
  bucketLast,
  scanEvents,
  scannedCount,
  scannedWords,
} from './scan-events';
export { sortTexts, textStartsBase } from './sort-texts';
export { partCount, partsEnd } from './write-parts';
export { rankHashes, writeRecords } from './write-records';
