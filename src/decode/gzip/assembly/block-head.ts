/** What a block begins with: its kind, and the codes that its data is written in. */
import {
  bits,
  goBackToMark,
  isBehindInput,
  loadBits,
  markBits,
  takeBits,
  takeByteRest,
} from './bits';
import { buildTable, ofDistances, ofLengths, ofLiterals } from './code-tables';
import {
  distanceBits,
  distanceTable,
  lengthBits,
  lengthsBase,
  lengthTable,
  literalBits,
  literalTable,
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
  let index: u32 = 0;
  while (index < count) {
    loadBits();
    if (isBehindInput()) return false;
    const entry = load<u32>(lengthTable + ((<usize>(bits & ((1 << lengthBits) - 1))) << 2));
    takeBits(entry & 0xff);
    const symbol = entry >> 16;
    if (symbol < 16) {
      store<u8>(lengthsBase + index, <u8>symbol);
      index += 1;
      continue;
    }
    if (symbol == 16 && index == 0) return false;
    const length: u8 = symbol == 16 ? load<u8>(lengthsBase + index - 1) : 0;
    const times =
      symbol == 16 ? 3 + takeBits(2) : symbol == 17 ? 3 + takeBits(3) : 11 + takeBits(7);
    if (index + times > count) return false;
    memory.fill(lengthsBase + index, length, times);
    index += times;
  }
  return true;
}
