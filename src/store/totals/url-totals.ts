/**
 * Totals: what each url of a day adds up to, for queries of single urls of very many days, and of
 * all urls of some. The same bytes in every store: a file `totals-1d.bin` in a folder, a document
 * in others.
 *
 * Rows hold a url's cells of all segments, and sketches: to add up one number of 100,000 urls a
 * store has to pass by a hundred times as much. Parquet is made for reading much of few columns,
 * and one url of 730 days would cost its engine a millisecond or more a day, in dictionaries of
 * thousands of other urls; here it is one search and two short reads. Totals are made while the
 * rows of urls are written, from the same parts, and only ever a copy: without them, or where they
 * do not fit to the rows beside them, the rows are read.
 *
 * It holds the `$all` cells that add (of distinct counts the rows have the sketches), in blocks:
 *
 *     block    of each url, ascending: bytes shared with the url before, length and bytes of the
 *              rest; number of cells; of each the number of its metric, and its value
 *     index    number of metrics, of each its length and bytes; number of blocks, of each its first
 *              url (as in a block), its length and CRC-32
 *     trailer  32 bytes: offset of the index, bytes of the rows file, 0 where there is no such file
 *              (64-bit floats), length and CRC-32 of the index (32 bits), `rctotal1`; all little
 *              endian
 *
 * All other numbers are LEB128, up to 2^53 - 1.
 */

export const trailerBytes = 32;
export const trailerMark = 'rctotal1';

/** Urls in a block: one lookup walks half of one (chosen; an index of 100,000 urls is 30 KB). */
export const blockUrlsMax = 128;
/** A block ends here too, for urls of kilobytes. */
export const blockBytesMax = 16 * 1024;
