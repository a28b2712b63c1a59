import { formatDuration } from '../../../shared/format-duration.ts';
import type { Problem } from '../../../shared/problem.ts';

const units = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi'] as const;

/** Facts that are thousandths of a core, or bytes. */
const cores: ReadonlySet<string> = new Set(['cpu', 'largestCpu']);
const bytes: ReadonlySet<string> = new Set(['memory', 'largestMemory']);

/** Facts with their amounts and times written for reading: cores, quantities, a part as `91%`; `left` or `ago` for the end of a certificate or credential at `now` (ms since the epoch). */
export function writeFacts({ facts }: Pick<Problem, 'facts'>, now: number, language: string): Problem['facts'] {
  const written: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(facts)) {
    written[name] =
      typeof value === 'number' && cores.has(name)
        ? (value / 1000).toLocaleString(language, { maximumFractionDigits: value < 1000 ? 2 : 1 })
        : typeof value === 'number' && bytes.has(name)
          ? writeBytes(value)
          : value;
  }
  if (typeof facts.ratio === 'number') {
    written.percent = facts.ratio.toLocaleString(language, { style: 'percent', maximumFractionDigits: 0 });
  }
  const end = facts.notAfter ?? facts.at;
  if (typeof end === 'number') {
    if (end > now) written.left = formatDuration(end - now);
    else written.ago = formatDuration(now - end);
  }
  return written;
}

/** Kubernetes writes quantities with a point in every language. */
function writeBytes(value: number): string {
  const power = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log(value) / Math.log(1024)));
  const amount = value / 1024 ** power;
  return `${Number(amount.toFixed(amount < 10 ? 1 : 0))}${units[power] ?? ''}`;
}
