/** What the caller sees: the addresses that it sets, and the rows that it asks for. */
export { buildRows, goOn, isRowOpen } from './build-rows';
export {
  amountsPerRecord,
  byBucketBase,
  cellKindsBase,
  cellListBase,
  cellSetBase,
  cellsPerAmount,
  headsBase,
  headsMax,
  maskWords,
  metricCount,
  metricsBase,
  partBytesMax,
  partsBase,
  partsUntil,
  recordCount,
  recordsBase,
  registersBase,
  slotsBase,
  sumsBase,
} from './layout';
export { partCount, partsEnd } from './write-parts';
