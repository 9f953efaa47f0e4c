/**
 * `totals-1d.bin`: what each url of a day adds up to, for reading single urls of very many days.
 *
 * Parquet is made for reading much of few columns: one url of 730 days would cost the engine a
 * millisecond or more a day, in dictionaries of thousands of other urls. Here it is one search and
 * two short reads. The file is made while the rows of urls are written, from the same parts, and
 * only ever a copy: without it, or where it does not fit to the rows beside it, the rows are read.
 *
 * It holds the `$all` cells that add (of distinct counts the rows have the sketches), in blocks:
 *
 *     block    of each url, ascending: bytes shared with the url before, length and bytes of the
 *              rest; number of cells; of each the number of its metric, and its value
 *     index    number of metrics, of each its length and bytes; number of blocks, of each its first
 *              url (as in a block), its length and CRC-32
 *     trailer  32 bytes: offset of the index, bytes of the rows file (64-bit floats), length and
 *              CRC-32 of the index (32 bits), `rctotal1`; all little endian
 *
 * All other numbers are LEB128, up to 2^53 - 1.
 */

export const trailerBytes = 32;
export const trailerMark = 'rctotal1';

/** Urls in a block: one lookup walks half of one (chosen; an index of 100,000 urls is 30 KB). */
export const blockUrlsMax = 128;
/** A block ends here too, for urls of kilobytes. */
export const blockBytesMax = 16 * 1024;
