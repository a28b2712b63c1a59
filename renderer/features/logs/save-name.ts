/** Longest part of a title that goes into a file's name: with stamp and ending it stays below what every file system takes (255). */
const longestName = 120;

/** `app_checkout-20261125T140249Z.log`: nothing in it that a file system or a shell reads its own way. `now` in ms since the epoch. */
export function saveName(title: string, format: 'plain' | 'ndjson', now: number): string {
  const safe = title
    .replace(/[^\p{L}\p{N}._-]+/gu, '_')
    .replace(/^[._-]+|[._-]+$/g, '')
    .slice(0, longestName);
  const stamp = new Date(now).toISOString().slice(0, 19).replace(/[-:]/g, '');
  return `${safe === '' ? 'logs' : safe}-${stamp}Z.${format === 'plain' ? 'log' : 'ndjson'}`;
}
