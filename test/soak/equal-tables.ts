import { setTimeout as delay } from 'node:timers/promises';
import { kindDefinitionOf } from '../../shared/kinds/kind-definitions.ts';
import type { ResourceRef } from '../../shared/resource.ts';
import type { WatchedList } from '../e2e/watched-list.ts';
import { compareKind } from '../fidelity/compare-kind.ts';
import { type Kubectl, kubectl } from '../fidelity/kubectl.ts';
import { parseKubectlTable } from '../fidelity/parse-kubectl-table.ts';

/** A kind of one cluster as a page has it. */
export interface SoakTable {
  readonly cluster: string;
  readonly resource: ResourceRef;
  readonly namespaced: boolean;
  readonly list: WatchedList;
}

/** What a comparison with kubectl found at last. `differences` is empty when the table is live and equal. */
export interface TableVerdict {
  readonly rows: number;
  readonly cells: number;
  readonly differences: readonly string[];
}

/** Between two comparisons of a table that still moves, in ms. */
const between = 1_000;

/** Compares with `kubectl get -A -o wide`, again until they are equal or the deadline (ms since the epoch) is over. */
export async function untilEqual(table: SoakTable, judge: Kubectl, deadline: number): Promise<TableVerdict> {
  for (;;) {
    const verdict = await compare(table, judge);
    if (verdict.differences.length === 0 || Date.now() > deadline) return verdict;
    await delay(between);
  }
}

async function compare({ resource, namespaced, list }: SoakTable, judge: Kubectl): Promise<TableVerdict> {
  const startedAt = Date.now();
  const before = [...list.rows.values()];
  const name = [resource.resource, resource.version, resource.group].join('.');
  const text = await kubectl(judge, ['get', name, '-A', '-o', 'wide', '--chunk-size=0']);
  const after = [...list.rows.values()];
  const live = list.freshness?.state === 'live' ? [] : [`it is ${JSON.stringify(list.freshness)}`];
  // kubectl prints no header where there is nothing.
  if (text === '') return { rows: 0, cells: 0, differences: [...live, ...after.map((row) => `${row.name}: only we have it`)] };
  const nameColumn = kindDefinitionOf(resource)?.nameColumn ?? 'first';
  const ours = { namespaced, nameColumn, columns: list.columns, before, after, startedAt, endedAt: Date.now() };
  const { cells, differences } = compareKind(ours, parseKubectlTable(text));
  return { rows: after.length, cells, differences: [...live, ...differences] };
}
