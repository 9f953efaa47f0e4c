/** What a block begins with: its kind, and the codes that its data is written in. */
import {
  bitCount,
  bits,
  goBackToMark,
  inputAt,
  isBehindInput,
  loadBits,
  markBits,
  setBits,
  takeBits,
  takeByteRest,
} from './bits';
import { ofDistances, ofLengths, ofLiterals } from './code-entries';
import { buildTable } from './code-tables';
import {
  distanceBits,
  distanceTable,
  lengthBits,
  lengthsBase,
  lengthTable,
  literalBits,
  literalTable,
  symbolsMax,
} from './layout';
import {
  badBlockKind,
  badCodeLengths,
  badStoredLength,
  damaged,
  goesOn,
  needsData,
} from './statuses';

/** Of the head that was read last. */
export let isLastBlock: bool = false;
export let isStored: bool = false;
/** Bytes of a stored block. */
export let storedBytes: usize = 0;

/** Whether the tables are those of the fixed codes, which need not be made again. */
let areFixed: bool = false;

/** The order in which a block tells the lengths of the codewords of code lengths. */
const lengthOrder: StaticArray<u8> = [
  16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
];

/** Reads a head, or nothing where it is not all there. */
export function readHead(): i32 {
  markBits();
  loadBits();
  isLastBlock = takeBits(1) != 0;
  const kind = takeBits(2);
  isStored = kind == 0;
  let found: u32 = 0;
  if (isStored) found = readStoredHead();
  else if (kind == 1) useFixedCodes();
  else if (kind == 2) found = readCodes();
  else found = badBlockKind;
  if (!isBehindInput()) return found == 0 ? goesOn : damaged(found);
  goBackToMark();
  return needsData;
}

function readStoredHead(): u32 {
  takeByteRest();
  storedBytes = takeBits(16);
  return (storedBytes ^ takeBits(16)) == 0xffff ? 0 : badStoredLength;
}

function useFixedCodes(): void {
  if (areFixed) return;
  for (let symbol: usize = 0; symbol < 288; symbol += 1) {
    const length = symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8;
    store<u8>(lengthsBase + symbol, <u8>length);
  }
  memory.fill(lengthsBase + 288, 5, 32);
  buildTable(ofLiterals, 0, 288, literalTable, literalBits);
  buildTable(ofDistances, 288, 32, distanceTable, distanceBits);
  areFixed = true;
}

function readCodes(): u32 {
  areFixed = false;
  const literals = takeBits(5) + 257;
  const distances = takeBits(5) + 1;
  const told = takeBits(4) + 4;
  if (literals > 286 || distances > 30) return badCodeLengths;
  memory.fill(lengthsBase, 0, 19);
  for (let index: u32 = 0; index < told; index += 1) {
    loadBits();
    store<u8>(lengthsBase + unchecked(lengthOrder[index]), <u8>takeBits(3));
  }
  if (!buildTable(ofLengths, 0, 19, lengthTable, lengthBits)) return badCodeLengths;
  if (!readLengths(literals + distances)) return badCodeLengths;
  // Without an end of the block there would be none.
  if (load<u8>(lengthsBase, 256) == 0) return badCodeLengths;
  const areCodes =
    buildTable(ofLiterals, 0, literals, literalTable, literalBits) &&
    buildTable(ofDistances, literals, distances, distanceTable, distanceBits);
  return areCodes ? 0 : badCodeLengths;
}

/** The lengths of all codewords of a block, which are told by a code of their own. */
function readLengths(count: u32): bool {
  memory.fill(lengthsBase, 0, symbolsMax);
  let word = bits;
  let wordBits = bitCount;
  let from = inputAt;
  let index: u32 = 0;
  while (index < count) {
    word |= load<u64>(from) << wordBits;
    from += 7 - <usize>((wordBits >> 3) & 7);
    wordBits |= 56;
    const entry = load<u32>(lengthTable + (((<usize>word) & ((1 << lengthBits) - 1)) << 2));
    word >>= entry;
    wordBits -= entry & 63;
    const symbol = entry >> 16;
    if (symbol < 16) {
      store<u8>(lengthsBase + index, <u8>symbol);
      index += 1;
      continue;
    }
    const extra = symbol == 18 ? 7 : symbol - 14;
    const times = (symbol == 18 ? 11 : 3) + ((<u32>word) & ((1 << extra) - 1));
    word >>= extra;
    wordBits -= extra;
    if (index + times > count || (symbol == 16 && index == 0)) {
      index = count + 1;
      break;
    }
    if (symbol == 16) repeatLength(index, times);
    index += times;
  }
  setBits(word, wordBits, from);
  return index == count;
}

/** The length before, up to six times more; behind them there are none yet. */
function repeatLength(index: u32, times: u32): void {
  const length = <u64>load<u8>(lengthsBase + index - 1);
  const mask = ((<u64>1) << (times << 3)) - 1;
  store<u64>(lengthsBase + index, (length * 0x0101010101010101) & mask);
}
