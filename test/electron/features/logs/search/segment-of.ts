import type { ScanSegment } from '../../../../../electron/features/logs/search/scanner.ts';

/** Lines (bytes, or text as UTF-8) as the store lays them out. */
export function segmentOf(lines: readonly (string | Uint8Array)[], firstId = 0): ScanSegment & { readonly bytes: SharedArrayBuffer } {
  const encoded = lines.map((line) => (typeof line === 'string' ? new TextEncoder().encode(line) : line));
  const bytes = new SharedArrayBuffer(encoded.reduce((sum, line) => sum + line.length + 1, 16));
  const starts = new SharedArrayBuffer((lines.length + 1) * 4);
  const view = new Uint8Array(bytes);
  const offsets = new Uint32Array(starts);
  let at = 0;
  encoded.forEach((line, index) => {
    offsets[index] = at;
    view.set(line, at);
    view[at + line.length] = 0x0a;
    at += line.length + 1;
  });
  offsets[lines.length] = at;
  return { firstId, count: lines.length, bytes, starts, file: null };
}
