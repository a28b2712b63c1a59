/** A message of the namespace `drain-run` and what is put into it: `at` a moment in ms since the epoch, `seconds` a span; names are visible text already. */
export interface RunWords {
  readonly key: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/** A message with its values. */
export function words(key: string, values: RunWords['values'] = {}): RunWords {
  return { key, values };
}
