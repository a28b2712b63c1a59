/** Text of bytes, as JSON of a Go program has it: each byte that is not UTF-8 is one U+FFFD (TextDecoder may take several for one). */
export function goText(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString('utf8', start, end);
  if (!text.includes('\ufffd')) return text;
  let exact = '';
  for (let at = start; at < end; ) {
    const first = bytes[at] ?? 0;
    const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    // Read as a whole or not at all: an incomplete or wrong sequence decodes to something with U+FFFD.
    const one = bytes.toString('utf8', at, Math.min(at + length, end));
    const valid = at + length <= end && (!one.includes('\ufffd') || (length === 3 && one === '\ufffd' && isReplacement(bytes, at)));
    exact += valid ? one : '\ufffd';
    at += valid ? length : 1;
  }
  return exact;
}

/** U+FFFD itself, which may well stand in a text. */
function isReplacement(bytes: Buffer, at: number): boolean {
  return bytes[at] === 0xef && bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd;
}
