import type { ContextId } from '../../../shared/context-id.ts';
import type { DrainRun, RunNode, RunPod } from '../../../shared/drain-run.ts';
import { podKindOf, podKinds } from './pod-kind.ts';

/** A line of the table of a run. `key` stays the same as long as the run is there. */
export type RunRow =
  | { readonly type: 'node'; readonly key: string; readonly contextId: ContextId; readonly node: RunNode }
  | { readonly type: 'pod'; readonly key: string; readonly contextId: ContextId; readonly node: RunNode; readonly pod: RunPod }
  /** Pods that kubectl leaves on the node, as one line that can be opened. */
  | {
      readonly type: 'stays';
      readonly key: string;
      readonly contextId: ContextId;
      readonly node: RunNode;
      readonly pods: readonly RunPod[];
      readonly open: boolean;
    };

/** Where nodes stand among those of their context: what needs somebody, what goes on, what is still to come, what is over. */
export const placeOf: Readonly<Record<RunNode['step'], number>> = {
  failed: 0,
  refused: 0,
  cordoning: 1,
  draining: 1,
  settling: 1,
  waiting: 2,
  done: 3,
  stopped: 3,
};

/** All pods of a run: contexts in its order, their nodes that go on before those that are over, pods of a node worst first, what stays last. `open`: keys of `stays` lines that are open. */
export function planRunRows({ contexts }: Pick<DrainRun, 'contexts'>, open: ReadonlySet<string>): readonly RunRow[] {
  const rows: RunRow[] = [];
  for (const { contextId, nodes } of contexts)
    for (const node of [...nodes].sort((a, b) => placeOf[a.step] - placeOf[b.step])) {
      const key = `${contextId}\n${node.name}`;
      rows.push({ type: 'node', key, contextId, node });
      const podRow = (pod: RunPod): RunRow => ({ type: 'pod', key: podKeyOf(contextId, pod.uid), contextId, node, pod });
      const byKind = Map.groupBy(node.pods, podKindOf);
      for (const kind of podKinds) if (kind !== 'stays') for (const pod of byKind.get(kind) ?? []) rows.push(podRow(pod));
      const staying = byKind.get('stays') ?? [];
      if (staying.length === 0) continue;
      const staysKey = `${key}\nstays`;
      const shown = open.has(staysKey);
      rows.push({ type: 'stays', key: staysKey, contextId, node, pods: staying, open: shown });
      if (shown) for (const pod of staying) rows.push(podRow(pod));
    }
  return rows;
}

/** Key of the row of a pod. */
export function podKeyOf(contextId: ContextId, uid: string): string {
  return `${contextId}\n\n${uid}`;
}

/**
 * The same rows with those that were shown before where they were: what is new stands behind the row that it follows in `rows`, what is gone is
 * left out. Pure. For while somebody points at a row: none may move under the pointer.
 */
export function keepPlaces(shown: readonly RunRow[], rows: readonly RunRow[]): readonly RunRow[] {
  const byKey = new Map(rows.map((row) => [row.key, row]));
  const known = new Set(shown.map(({ key }) => key));
  /** New rows by the key of the row before them that was shown already; those before all of them by the empty one. */
  const after = new Map<string, RunRow[]>();
  let before = '';
  for (const row of rows) {
    if (known.has(row.key)) before = row.key;
    else after.set(before, [...(after.get(before) ?? []), row]);
  }
  const kept = [...(after.get('') ?? [])];
  for (const { key } of shown) {
    const row = byKey.get(key);
    if (row !== undefined) kept.push(row);
    kept.push(...(after.get(key) ?? []));
  }
  return kept;
}

/** Whether two lists have the same rows at the same places. */
export function samePlaces(a: readonly RunRow[], b: readonly RunRow[]): boolean {
  return a.length === b.length && a.every(({ key }, index) => key === b[index]?.key);
}
