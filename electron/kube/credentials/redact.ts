import { visibleLines } from '../../../shared/visible-text.ts';

/** Lines of stderr that are shown: what a plugin says last is what went wrong. */
const shownLines = 12;
const longestLine = 400;

/**
 * Text that a plugin printed, safe to show: bearer tokens, JWTs, cloud keys, PEM keys and `secret=` pairs replaced,
 * control characters written out, only the last lines. `secrets` are values known to be secret.
 */
export function redactedTail(text: string, secrets: readonly string[] = []): string {
  let safe = text;
  for (const secret of secrets) if (secret.length >= 6) safe = safe.split(secret).join('<redacted>');
  const lines = visibleLines(redact(safe)).trimEnd().split('\n').slice(-shownLines);
  return lines.map((line) => (line.length > longestLine ? `${line.slice(0, longestLine)}…` : line)).join('\n');
}

/** A flag whose value, in the next word, is a secret: `--client-secret VALUE`. Flags that name a file are not. */
const secretFlag = /^--?[\w-]*(?:token|secret|password|passwd|api-?key|access-?key|private-?key)(?!-?(?:file|path))[\w-]*$/i;

/** The secrets among a command's arguments that stand as words of their own. */
export function secretWords(args: readonly string[]): string[] {
  return args.filter((word, index) => index > 0 && !word.startsWith('-') && secretFlag.test(args[index - 1] ?? ''));
}

/** Replaces what looks like a credential. Generous: a hash too many hidden costs less than a token shown. */
export function redact(text: string): string {
  return text
    .replace(/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|$)/g, '<redacted key>')
    .replace(/\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*)?/g, '<redacted token>')
    .replace(/\bk8s-aws-v1\.[A-Za-z0-9_-]+/g, '<redacted token>')
    .replace(/\b(?:AKIA|ASIA|AGPA|AIDA|AROA)[A-Z0-9]{12,}\b/g, '<redacted key id>')
    .replace(/\b(?:ya29\.|gh[pousr]_|glpat-|dop_v1_|doo_v1_|SCW[A-Z0-9]{17})[A-Za-z0-9_.-]*/g, '<redacted token>')
    .replace(/(\bbearer\s+)[^\s"',;]+/gi, '$1<redacted>')
    .replace(/(:\/\/)[^\s/@:]+:[^\s/@]+@/g, '$1<redacted>@')
    .replace(
      /(["']?\b[\w-]*(?:token|secret|password|passwd|api[_-]?key|access[_-]?key|private[_-]?key|session[_-]?key|client[_-]?key[_-]?data)[\w-]*["']?\s*[:=]\s*)(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s,;}&]+)/gi,
      '$1<redacted>',
    )
    .replace(
      /(?<![A-Za-z0-9/+])(?=[A-Za-z0-9/+]*[0-9])(?=[A-Za-z0-9/+]*[A-Z])(?=[A-Za-z0-9/+]*[a-z])[A-Za-z0-9/+]{40,}={0,2}(?![A-Za-z0-9/+])/g,
      '<redacted>',
    );
}
