/** What the caller sees of the scanner. */
export { addField, clearFields } from './fields';
export {
  arenaBase,
  fieldsAt,
  inputBase,
  inputBytes,
  namesBase,
  otherSitesBase,
  recordsBase,
  recordWords,
  valueEndsBase,
} from './layout';
export { isFull, scanLines, scannedUntil } from './scan-lines';
export { clearValues, valueCount, valueOf } from './values';
