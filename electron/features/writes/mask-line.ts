import type { JournalLine } from './journal-lines.ts';
import { maskSecrets } from './mask-secrets.ts';

/**
 * A line without secrets: in what is sent, in the values before and after, and in what the server said. Where masking changed a value of before or
 * after, the write cannot be undone from the journal, which then says so. Pure.
 */
export function maskLine(line: JournalLine): JournalLine {
  if (line.line === 'answered') return { ...line, outcome: maskSecrets(line.outcome) as typeof line.outcome };
  const [options, before, after] = [line.options, line.before, line.after].map((value) => maskSecrets(value, line.target));
  const whole = JSON.stringify([before, after]) === JSON.stringify([line.before ?? null, line.after ?? null]);
  return { ...line, options, before, after, undoable: line.undoable && whole };
}
