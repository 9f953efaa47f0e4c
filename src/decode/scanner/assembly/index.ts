/** What the caller sees of the scanner. */
export { addField, clearFields, treatField } from './fields';
export {
  beginPart,
  entriesBase,
  fillByPresence,
  fillEitherEntries,
  fillEntries,
  fillFacts,
  fillShorts,
  fillVisitors,
  fillWords,
  namedBase,
} from './fill-columns';
export {
  acceptedCount,
  beginBlock,
  blockFormat,
  findDays,
  findNeeded,
  findRobots,
  findSites,
  forgetMetSites,
  measure,
  measuredBytes,
  metCount,
  settle,
} from './judge-lines';
export {
  acceptedBase,
  arenaBase,
  fieldsAt,
  inputBase,
  inputBytes,
  lineBytesMax,
  memoryBytes,
  metSitesBase,
  namesBase,
  recordsBase,
  recordsMax,
  recordWords,
  valueEndsBase,
  valuesMax,
} from './layout';
export { unknownTable, unknownTime, unknownValue } from './lookups';
export { isFull, scanLines, scannedUntil, setFormats } from './scan-lines';
export { clearValues, markOtherSite, valueCount, valueOf } from './values';
