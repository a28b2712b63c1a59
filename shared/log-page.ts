import { z } from 'zod';
import { logSelectionSchema, logStartSchema } from './logs.ts';

/*
 * A log view that stands alone in a window, as an address. What it shows stands behind the `#`: it is never sent to a server, so it
 * may be as long as 500 names of pods (a request line may not), and no log of any server has it.
 */

/** What a log view is opened with: the same for a tab and for a window of its own. */
export const logPageSchema = z.strictObject({
  title: z.string().min(1).max(2_000),
  selections: z.array(logSelectionSchema).min(1).max(100),
  /** null = from where the user's settings say. */
  start: logStartSchema.nullable(),
});

export type LogPage = z.output<typeof logPageSchema>;

/** Path of the page that shows a log view alone. */
export const logPagePath = '/logs';

const parameter = 'view=';

/** Address of a log view, from the root of the page on: `/logs#view=…`. */
export function addressOfLogPage(page: LogPage): string {
  return `${logPagePath}#${parameter}${encodeURIComponent(JSON.stringify(page))}`;
}

/** What an address asks for, read from its fragment (with or without `#`). `problem` names what is wrong with it, for a person who changed it by hand. */
export function parseLogPage(
  hash: string,
): { readonly ok: true; readonly page: LogPage } | { readonly ok: false; readonly problem: string } {
  const text = hash.replace(/^#/, '');
  if (!text.startsWith(parameter)) return { ok: false, problem: `#${parameter}…` };
  let value: unknown;
  try {
    value = JSON.parse(decodeURIComponent(text.slice(parameter.length)));
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : String(error) };
  }
  const parsed = logPageSchema.safeParse(value);
  if (parsed.success) return { ok: true, page: parsed.data };
  const [issue] = parsed.error.issues;
  return { ok: false, problem: `${issue?.path.join('.') || 'view'}: ${issue?.message ?? ''}` };
}
