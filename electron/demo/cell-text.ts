import { ageSince } from './human-duration.ts';
import type { KubeObject } from './kube-object.ts';
import { listAt, mapAt, textAt } from './kube-object.ts';
import type { Cell } from './pod-cells.ts';

/** Makes the cells of one kind's objects, in the order of its columns. */
export type Printer = (object: KubeObject, now: number) => readonly Cell[];

/** AGE. */
export const age = (object: KubeObject, now: number): string => ageSince(object.metadata.creationTimestamp, now);
/** labels.FormatLabels: sorted `key=value`, `<none>` when empty. */
export const formatMap = (map: Readonly<Record<string, string>>): string => {
  const entries = Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0 ? '<none>' : entries.map(([key, value]) => `${key}=${value}`).join(',');
};
/** CONTAINERS and IMAGES of a pod spec. */
export const containers = (object: KubeObject, ...path: readonly string[]): readonly [names: string, images: string] => {
  const list = listAt(object, ...path, 'containers');
  return [list.map((c) => textAt(c, 'name')).join(','), list.map((c) => textAt(c, 'image')).join(',')];
};
/** Where workloads keep their pod spec. */
export const template = ['spec', 'template', 'spec'] as const;

/** metav1.FormatLabelSelector. */
export function formatLabelSelector(selector: unknown): string {
  const equal = Object.entries(mapAt(selector, 'matchLabels')).map(([key, value]) => ({ key, text: `${key}=${value}` }));
  const expressions = listAt(selector, 'matchExpressions').map((expression) => {
    const key = textAt(expression, 'key');
    const values = listAt(expression, 'values').join(',');
    const operator = textAt(expression, 'operator');
    return {
      key,
      text:
        operator === 'In'
          ? `${key} in (${values})`
          : operator === 'NotIn'
            ? `${key} notin (${values})`
            : operator === 'Exists'
              ? key
              : `!${key}`,
    };
  });
  const all = [...equal, ...expressions].sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ text }) => text);
  return all.length === 0 ? '<none>' : all.join(',');
}

/** A value as text, or what stands for a missing one. */
export const orText = (value: unknown, missing: string): string => (value === undefined || value === null ? missing : String(value));
