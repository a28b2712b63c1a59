import type { LogPattern } from './logs.ts';

/** A pattern that can be asked, or a sentence that says why it cannot. */
export type PatternPlan = { readonly ok: true; readonly regex: RegExp } | { readonly ok: false; readonly error: string };

/** Characters that mean something in a regular expression, each of which may be escaped also with flag `u`. */
const syntax = /[\\^$.*+?()[\]{}|/]/g;

/** `RegExp` of a pattern for the text of one line: `^` and `$` are its ends, `.` is any of its characters. Literal text is taken as it is. */
export function planPattern(pattern: LogPattern, flags = ''): PatternPlan {
  const all = `${flags}s${pattern.matchCase ? '' : 'i'}`;
  if (!pattern.regex) return { ok: true, regex: new RegExp(pattern.text.replace(syntax, '\\$&'), `${all}u`) };
  try {
    return { ok: true, regex: new RegExp(pattern.text, `${all}u`) };
  } catch {
    // Without `u`, ECMAScript takes what people write out of habit: `\-`, `\_`, `{` as itself (annex B.1.2).
    try {
      return { ok: true, regex: new RegExp(pattern.text, all) };
    } catch (thrown) {
      return { ok: false, error: reasonOf(thrown) };
    }
  }
}

/** What V8 says of a pattern, without the pattern: `Invalid regular expression: /(/su: Unterminated group`. */
function reasonOf(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return message.slice(message.lastIndexOf(': ') + 2);
}
