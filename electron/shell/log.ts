import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';

/** Size at which the log is set aside as `.1`, in bytes: enough for weeks of what little is written. */
const maxLogBytes = 1024 * 1024;

/** What looks like a secret, whoever let it in: bearer tokens, JWTs, key material, passwords in URLs, `token: …` and its kin. */
const secrets: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [^-]+-----[\s\S]*?(-----END [^-]+-----|$)/g, '<pem>'],
  [/\beyJ[\w-]+\.[\w-]+(\.[\w-]*)?/g, '<jwt>'],
  [/\b(bearer|basic)\s+[\w+/=.~-]+/gi, '$1 <redacted>'],
  [/:\/\/[^\s/@]+@/g, '://<redacted>@'],
  [/#t=[\w-]+/g, '#t=<redacted>'],
  [/("?(?:token|password|secret|client-key-data|id-token|refresh-token|access-token)"?\s*[:=]\s*)("[^"]*"|[^\s,;}]+)/gi, '$1<redacted>'],
];

/** Takes out what looks like a secret. A second line of defence: nothing that holds one is meant to be logged. */
export function redact(text: string): string {
  return secrets.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), text);
}

/**
 * A log file that only the user can read, for what a window has no terminal for: defects and denials. One line per entry,
 * redacted. Never throws; what cannot be written is lost.
 */
export function createLog(file: string): (line: string) => void {
  return (line) => {
    try {
      mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
      if (sizeOf(file) > maxLogBytes) renameSync(file, `${file}.1`);
      appendFileSync(file, `${new Date().toISOString()} ${redact(line).replace(/\s*\n\s*/g, ' | ')}\n`, { mode: 0o600 });
    } catch {
      // A full disk or a read-only home must not take the app down; there is nowhere else to say it.
    }
  };
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
