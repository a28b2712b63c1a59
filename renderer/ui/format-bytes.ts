const units = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
/** Steps of a thousand, as the units of Intl mean them. */
const step = 1_000;
const formats = new Map<string, Intl.NumberFormat>();

/** A number of bytes for reading, in the largest unit that leaves at least one: `0.8 kB`, `1.2 MB`, `1,2 Mo` in French. */
export function formatBytes(bytes: number, language: string): string {
  const power = Math.min(units.length, Math.max(1, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(step))));
  const unit = units[power - 1] ?? 'terabyte';
  const value = bytes / step ** power;
  const digits = value > 0 && value < 10 ? 1 : 0;
  const key = `${language} ${unit} ${digits}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: digits });
    formats.set(key, format);
  }
  return format.format(value);
}
