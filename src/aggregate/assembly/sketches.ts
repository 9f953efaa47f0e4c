/**
 * Sketches of the members of one segment slot, in the bytes of model/sketch-format.ts, by the rules
 * of model/sketch.ts and model/sketch-registers.ts: tests hold this against those.
 */
import { registersBase } from './layout';
import { memberCount, membersOfSlot, raiseMembers, writeHashes } from './members';
import { indexBits, registerBits, registerCount } from './registers';

const sparseWordBits: u32 = indexBits + registerBits;
const explicitMax: u32 = (registerCount * registerBits) / 64;
const sparseMax: u32 = (registerCount * registerBits - 1) / sparseWordBits;

const headerBytes: usize = 3;
const explicitMark: u8 = 0x12;
const sparseMark: u8 = 0x13;
const fullMark: u8 = 0x14;
/** Behind the mark: register width less one and log2 of the registers; the cutoff byte. */
const parameters: u16 = 0x7f8e;

/** The estimate of the sketch that was written last. */
export let estimate: f64 = 0;

/** model/sketch-estimate.ts, which has it operation for operation as PostgreSQL's extension. */
declare function estimateFromRegisters(): f64;

/** Writes the sketch of the members seen in a slot, of which there is one at least. */
export function writeSketch(metric: usize, slot: u32, target: usize): usize {
  if (memberCount(metric) > explicitMax && membersOfSlot(metric, slot) > explicitMax) {
    return writeRegisters(metric, slot, target);
  }
  writeHeader(target, explicitMark);
  const from = target + headerBytes;
  const until = writeHashes(metric, slot, from);
  estimate = <f64>(<u32>((until - from) >> 3));
  return until;
}

function writeHeader(target: usize, mark: u8): void {
  store<u8>(target, mark);
  store<u16>(target + 1, parameters);
}

function writeRegisters(metric: usize, slot: u32, target: usize): usize {
  memory.fill(registersBase, 0, registerCount);
  raiseMembers(metric, slot);
  let filled: u32 = 0;
  for (let index: usize = 0; index < registerCount; index += 1) {
    filled += u32(load<u8>(registersBase + index) != 0);
  }
  estimate = estimateFromRegisters();
  const isSparse = filled <= sparseMax;
  writeHeader(target, isSparse ? sparseMark : fullMark);
  return isSparse ? writeSparse(target + headerBytes) : writeFull(target + headerBytes);
}

function writeSparse(target: usize): usize {
  let at = target;
  let bits: u64 = 0;
  let bitCount: u32 = 0;
  for (let index: u32 = 0; index < registerCount; index += 1) {
    const value = load<u8>(registersBase + index);
    if (value == 0) continue;
    bits = (bits << sparseWordBits) | (index << registerBits) | value;
    for (bitCount += sparseWordBits; bitCount >= 8; at += 1) {
      bitCount -= 8;
      store<u8>(at, <u8>(bits >> bitCount));
    }
  }
  if (bitCount == 0) return at;
  store<u8>(at, <u8>(bits << (8 - bitCount)));
  return at + 1;
}

/** Eight registers lie in five bytes, the first in the uppermost bits. */
function writeFull(target: usize): usize {
  let at = target;
  for (let index: usize = 0; index < registerCount; index += 8) {
    let bits: u64 = 0;
    for (let register: usize = 0; register < 8; register += 1) {
      bits = (bits << registerBits) | load<u8>(registersBase + index + register);
    }
    for (let shift: u64 = 32; ; shift -= 8) {
      store<u8>(at, <u8>(bits >> shift));
      at += 1;
      if (shift == 0) break;
    }
  }
  return at;
}
