import { listObjects } from '../../kube/list-objects.ts';
import { RequestFailure } from '../../kube/request-failure.ts';
import type { Transport } from '../../kube/transport.ts';
import { type DisruptionBudget, disruptionBudgetOf } from './disruption-budget.ts';
import type { BudgetsAnswer } from './plan-drain.ts';

const budgets = { group: 'policy', version: 'v1', resource: 'poddisruptionbudgets' };
const everywhere = { fieldSelector: '', labelSelector: '' };

/**
 * The PodDisruptionBudgets of these namespaces: by one list over all, or where that is forbidden by one of each namespace. What cannot be read stays
 * an error: it is never taken for none. Rejects only when it is aborted.
 */
export async function readBudgets(
  transport: Transport,
  namespaces: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<(namespace: string) => BudgetsAnswer> {
  if (namespaces.size === 0) return () => ({ ok: true, budgets: [] });
  const all = await list(transport, '', signal);
  if (all.ok) {
    const byNamespace = new Map<string, DisruptionBudget[]>();
    for (const budget of all.budgets) byNamespace.set(budget.namespace, [...(byNamespace.get(budget.namespace) ?? []), budget]);
    return (namespace) => ({ ok: true, budgets: byNamespace.get(namespace) ?? [] });
  }
  if (all.error.kind !== 'status' || all.error.code !== 403) return () => all;
  const answers = new Map(
    await Promise.all([...namespaces].map(async (namespace) => [namespace, await list(transport, namespace, signal)] as const)),
  );
  return (namespace) => answers.get(namespace) ?? all;
}

async function list(transport: Transport, namespace: string, signal: AbortSignal): Promise<BudgetsAnswer> {
  try {
    const objects = await listObjects(transport, budgets, namespace, everywhere, signal);
    return { ok: true, budgets: objects.map(disruptionBudgetOf) };
  } catch (thrown) {
    if (!(thrown instanceof RequestFailure)) throw thrown;
    return { ok: false, error: thrown.error };
  }
}
