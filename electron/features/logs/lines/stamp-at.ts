function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** Letters of the names of months, for `Jan  2 15:04:05` (RFC 3164). */
const months = new Set(['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']);

/**
 * Whether a date or a time of day begins at `start`, also in a bracket: `2024-01-02`, `2024/01/02`, `02/Jan/2024`, `15:04:05`,
 * `Jan  2 15:04`. Such a line was written by a logger and belongs to no line before it.
 */
export function stampAt(bytes: Uint8Array, start: number, end: number): boolean {
  const at = bytes[start] === 0x5b && start < end ? start + 1 : start;
  if (at + 8 > end) return false;
  if (isDigit(bytes[at])) {
    let to = at;
    while (to < end && to - at < 5 && isDigit(bytes[to])) to++;
    const separator = bytes[to];
    if (to + 2 >= end) return false;
    if (to - at === 4) return (separator === 0x2d || separator === 0x2f) && isDigit(bytes[to + 1]) && isDigit(bytes[to + 2]);
    if (to - at > 2) return false;
    if (separator === 0x3a) return isDigit(bytes[to + 1]) && isDigit(bytes[to + 2]) && bytes[to + 3] === 0x3a;
    return (separator === 0x2d || separator === 0x2f) && months.has(String.fromCharCode(...bytes.subarray(to + 1, to + 4)));
  }
  if (bytes[at + 3] !== 0x20 || !isDigit(bytes[at + 5])) return false;
  return months.has(String.fromCharCode(bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0));
}
