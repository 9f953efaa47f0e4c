/** The registers of one large sketch: model/sketch-registers.ts has the rules. */
import { registersBase } from './layout';

export const indexBits: u32 = 14;
export const registerCount: u32 = 1 << indexBits;
export const registerBits: u32 = 5;
const registerMax: u32 = (1 << registerBits) - 1;

/** The place of the lowest set bit above the index bits, counted from 1; none = no trace. */
export function raiseRegister(hash: u64): void {
  const bits = hash >> indexBits;
  if (bits == 0) return;
  const place = min<u32>(<u32>ctz(bits) + 1, registerMax);
  const register = registersBase + <usize>((<u32>hash) & (registerCount - 1));
  if (place > load<u8>(register)) store<u8>(register, <u8>place);
}
