const units = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi'] as const;

/** CPU in thousandths of a core as Kubernetes writes it, short: `250m`, `3.2`, `41`. */
export function formatCores(milli: number): string {
  if (Math.abs(milli) < 1_000) return `${Math.trunc(milli)}m`;
  const cores = milli / 1_000;
  return String(cores >= 100 || Number.isInteger(cores) ? Math.trunc(cores) : Math.trunc(cores * 10) / 10);
}

/** Bytes as Kubernetes writes them, short and cut off, so that what is said to fit does: `498Mi`, `1.4Gi`. */
export function formatBytesShort(bytes: number): string {
  if (bytes <= 0) return '0';
  const power = Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  const amount = bytes / 1024 ** power;
  return `${amount >= 100 || power < 3 ? Math.trunc(amount) : Math.trunc(amount * 10) / 10}${units[power] ?? ''}`;
}
