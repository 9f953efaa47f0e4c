/**
 * Values as the protocol has them. The driver takes bytes as they are; what it encodes itself it
 * encodes for every row anew, the parts of the partition key too.
 */

export function encodedText(text: string): Buffer {
  return Buffer.from(text);
}

export function encodedTinyint(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(1);
  bytes.writeInt8(value);
  return bytes;
}

export function encodedInt(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeInt32BE(value);
  return bytes;
}

/** @param milliseconds since 1970. */
export function encodedTimestamp(milliseconds: number): Buffer {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeBigInt64BE(BigInt(milliseconds));
  return bytes;
}

/** A date is counted from the middle of 32 bits. */
const dateOfEpoch = 2 ** 31;

/** @param day days since 1970. */
export function encodedDate(day: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32BE(dateOfEpoch + day);
  return bytes;
}
