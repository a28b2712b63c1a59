/** Classes of bytes; those below `digit` (spaces, and 0 for what means nothing) are stepped over. */
export const space = 1;
export const digit = 2;
export const special = 3;
export const letter = 4;
export const escapeByte = 5;

/** The class of each byte. */
export const classes: Uint8Array = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) {
  if ((byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a)) classes[byte] = letter;
  else if (byte >= 0x30 && byte <= 0x39) classes[byte] = digit;
}
classes[0x20] = space;
classes[0x09] = space;
classes[0x1b] = escapeByte;
for (const byte of new TextEncoder().encode('="[](){')) classes[byte] = special;

/** A table of 256 in which the characters of `text` (ASCII) are 1. */
export function bytesOf(text: string): Uint8Array {
  const set = new Uint8Array(256);
  for (const byte of new TextEncoder().encode(text)) set[byte] = 1;
  return set;
}

/** The byte after an escape sequence (ECMA-48: CSI up to its final byte), so that colours do not hide what they colour. */
export function afterEscape(bytes: Uint8Array, from: number, end: number): number {
  let at = from + 1;
  if (at >= end || bytes[at] !== 0x5b) return at;
  at++;
  while (at < end && (bytes[at] ?? 0) < 0x40) at++;
  return Math.min(at + 1, end);
}
