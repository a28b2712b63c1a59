/** CPU in thousandths of a core as cores, for reading: `7.1`, `0.05`; `12` from ten on. */
export function formatCores(thousandths: number, language: string): string {
  return formatAmount(thousandths / 1000, language);
}

const units = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi'] as const;

/** Two amounts of bytes in the unit of the larger one, as Kubernetes writes them: `21 of 46Gi` has its unit once. */
export function formatBinary(
  bytes: readonly [number, number],
  language: string,
): { readonly amounts: readonly [string, string]; readonly unit: string } {
  const largest = Math.max(1, Math.abs(bytes[0]), Math.abs(bytes[1]));
  const power = Math.min(units.length - 1, Math.floor(Math.log(largest) / Math.log(1024)));
  const [first, second] = bytes.map((each) => formatAmount(each / 1024 ** power, language));
  return { amounts: [first ?? '', second ?? ''], unit: units[power] ?? '' };
}

/** Quantities in Kubernetes' form keep its point; numbers for reading follow the language. */
function formatAmount(value: number, language: string): string {
  const size = Math.abs(value);
  const digits = size >= 10 || Number.isInteger(value) ? 0 : size >= 0.1 ? 1 : 2;
  return value.toLocaleString(language, { maximumFractionDigits: digits });
}
