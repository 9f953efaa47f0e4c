/** What the caller sees of the scanner. */
export { addField, clearFields, treatField } from './fields';
export {
  arenaBase,
  fieldsAt,
  inputBase,
  inputBytes,
  lineBytesMax,
  namesBase,
  recordsBase,
  recordsMax,
  recordWords,
  valueEndsBase,
} from './layout';
export { isFull, scanLines, scannedUntil, setFormats } from './scan-lines';
export { clearValues, markOtherSite, valueCount, valueOf } from './values';
