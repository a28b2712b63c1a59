import type { Fill } from '../../../shared/overview.ts';

/** Three numbers of a bar as they stand beside it, in one unit that the last of them names; `—` for what is not known. */
export interface FillNumbers {
  readonly used: string;
  readonly requested: string;
  readonly allocatable: string;
  /** `Gi`; empty where the message names the unit. */
  readonly unit: string;
}

const unknown = '—';
const units = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi'] as const;

/** Cores of a fill in thousandths: `41.2`, `0.35`, `109`. */
export function formatCores(fill: Fill, language: string): FillNumbers {
  const cores = (value: number | null) => (value === null ? unknown : formatNumber(value / 1000, language));
  return { used: cores(fill.used), requested: cores(fill.requested), allocatable: cores(fill.allocatable), unit: '' };
}

/** Bytes of a fill in the unit of the largest: `212`, `268`, `384` with `Gi`. Kubernetes writes a point in every language. */
export function formatMemory(fill: Fill): FillNumbers {
  const largest = Math.max(1, fill.used ?? 0, fill.requested ?? 0, fill.allocatable ?? 0);
  const power = Math.min(units.length - 1, Math.floor(Math.log(largest) / Math.log(1024)));
  const amount = (value: number | null) => (value === null ? unknown : formatNumber(value / 1024 ** power, 'en'));
  return {
    used: amount(fill.used),
    requested: amount(fill.requested),
    allocatable: amount(fill.allocatable),
    unit: fill.allocatable === null && fill.requested === null && fill.used === null ? '' : (units[power] ?? ''),
  };
}

/** Pods of a fill. */
export function formatPods(fill: Fill, language: string): FillNumbers {
  const pods = (value: number | null) => (value === null ? unknown : value.toLocaleString(language));
  return { used: pods(fill.used), requested: pods(fill.requested), allocatable: pods(fill.allocatable), unit: '' };
}

/** Three digits tell how full something is; whole numbers stay whole. */
function formatNumber(value: number, language: string): string {
  const digits = Number.isInteger(value) || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString(language, { maximumFractionDigits: digits });
}
