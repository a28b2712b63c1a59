import { isAscii } from 'node:buffer';
import type { QueryPlan } from './plan-query.ts';

/** Told the index of each line before it is looked at, so that somebody else can see which one takes long. */
export type OnLine = (index: number) => void;

/**
 * Asks lines `from` to `count` of a segment (laid out as `ScanSegment` says; `starts` are offsets into `bytes`). One byte per line
 * asked about, 1 = it matches. The text is decoded once; each line is then asked alone, so a pattern never sees two.
 */
export function scanSegment(
  plan: QueryPlan,
  bytes: Uint8Array,
  starts: Uint32Array,
  from: number,
  count: number,
  onLine: OnLine,
): Uint8Array {
  const matched = new Uint8Array(count - from);
  const first = starts[from] ?? 0;
  const last = starts[count] ?? first;
  const part = Buffer.from(bytes.buffer, bytes.byteOffset + first, last - first);
  const ascii = isAscii(part);
  // Invalid UTF-8 becomes U+FFFD; a line feed is never part of a longer sequence, so lines end where they did.
  const text = ascii ? part.toString('latin1') : part.toString('utf8');
  let start = 0;
  for (let line = from; line < count; line++) {
    onLine(line);
    const end = ascii ? (starts[line + 1] ?? last) - first - 1 : text.indexOf('\n', start);
    if (matches(plan, text.slice(start, end))) matched[line - from] = 1;
    start = end + 1;
  }
  return matched;
}

/** Whether every `include` matches a line and no `exclude` does. */
export function matches(plan: QueryPlan, line: string): boolean {
  for (const regex of plan.include) if (!regex.test(line)) return false;
  for (const regex of plan.exclude) if (regex.test(line)) return false;
  return true;
}
