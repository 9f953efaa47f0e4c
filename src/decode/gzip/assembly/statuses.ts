/** What `inflate` comes back for, and what is wrong with the data. */
export const needsData: i32 = 0;
export const hasPiece: i32 = 1;
export const isDone: i32 = 2;
export const isDamaged: i32 = 3;

/** Told within the module only: what was begun was done, and something follows. */
export const goesOn: i32 = -1;

/** The numbers of the caller's texts. */
export const badBlockKind: u32 = 1;
export const badStoredLength: u32 = 2;
export const badCodeLengths: u32 = 3;
export const badCodeword: u32 = 4;
export const badDistance: u32 = 5;

/** What was found last. */
export let fault: u32 = 0;

export function damaged(found: u32): i32 {
  fault = found;
  return isDamaged;
}
