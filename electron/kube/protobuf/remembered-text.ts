import { goText } from './go-text.ts';

/** Texts longer than this, in bytes, are mostly seen once (uids have 36). */
const longest = 40;
/** A power of two. A list has some hundred texts that come again: keys of labels, names of containers, phases, types of conditions. */
const places = 4096;

/** By hash, for all lists of the thread; a newer text takes the place of an older one. */
const remembered: (string | undefined)[] = new Array(places);

/** goText that does not make a short text anew which it has just made: making one is a call into C++. */
export function rememberedText(bytes: Buffer, start: number, end: number): string {
  const length = end - start;
  if (length === 0) return '';
  if (length > longest) return goText(bytes, start, end);
  let hash = length;
  for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + (bytes[at] ?? 0)) | 0;
  const place = (hash ^ (hash >>> 12)) & (places - 1);
  const before = remembered[place];
  if (before !== undefined && isText(before, bytes, start, length)) return before;
  const text = goText(bytes, start, end);
  remembered[place] = text;
  return text;
}

/** Whether these bytes are this text; false also for text that is not ASCII, which is made anew. */
function isText(text: string, bytes: Buffer, start: number, length: number): boolean {
  if (text.length !== length) return false;
  for (let index = 0; index < length; index++) {
    const byte = bytes[start + index] ?? 0;
    if (byte >= 0x80 || byte !== text.charCodeAt(index)) return false;
  }
  return true;
}
