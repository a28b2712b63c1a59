import type { UsageSeries } from '../../../shared/usage.ts';
import { arrayOf, recordOf, textOf } from './read-object.ts';

/** What a container asks for and is bounded by: CPU in thousandths of a core, memory in bytes; null = it says nothing. */
export type ContainerBounds = Pick<UsageSeries, 'requests' | 'limits'>;

const binary: Readonly<Record<string, number>> = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60 };
const decimal: Readonly<Record<string, number>> = { n: 1e-9, u: 1e-6, m: 1e-3, '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18 };

/** A quantity as a number (apimachinery, pkg/api/resource/quantity.go); null when it is none. */
export function quantityOf(value: unknown): number | null {
  const text = typeof value === 'number' ? String(value) : textOf(value);
  const [, digits = '', suffix = ''] = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)([A-Za-z]{0,2})$/.exec(text) ?? [];
  const scale = binary[suffix] ?? decimal[suffix];
  return digits === '' || scale === undefined ? null : Number(digits) * scale;
}

/** The bounds of one container of a pod as its spec has them. */
export function containerBounds(pod: unknown, container: string): ContainerBounds {
  const all = arrayOf(recordOf(recordOf(pod).spec).containers).map(recordOf);
  const resources = recordOf(all.find(({ name }) => name === container)?.resources);
  const bounds = (which: 'requests' | 'limits') => {
    const { cpu, memory } = recordOf(resources[which]);
    const cores = quantityOf(cpu);
    return { cpu: cores === null ? null : Math.ceil(Math.round(cores * 1e6) / 1e3), memory: quantityOf(memory) };
  };
  return { requests: bounds('requests'), limits: bounds('limits') };
}
