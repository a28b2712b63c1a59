import { type DisruptionBudget, disruptionBudgetOf } from '../../../electron/features/nodes/disruption-budget.ts';
import { type DrainPod, drainPodOf } from '../../../electron/features/nodes/drain-pod.ts';
import { planEvictions } from '../../../electron/features/nodes/plan-evictions.ts';
import type { EvictionOutlook } from '../../../shared/drain.ts';
import type { Comparison } from '../compare-kind.ts';
import type { Api, ApiAnswer } from '../kubectl.ts';
import { budgetNamespace, budgetNode, budgetPods, budgets, replicaSets } from './budget-manifests.ts';
import { makeNamespace, until } from './fill-drains.ts';
import { create, each } from './make.ts';

const pods = `/api/v1/namespaces/${budgetNamespace}/pods`;
const budgetsPath = `/apis/policy/v1/namespaces/${budgetNamespace}/poddisruptionbudgets`;
const replicaSetsPath = `/apis/apps/v1/namespaces/${budgetNamespace}/replicasets`;

interface Listed {
  readonly items: readonly { readonly metadata: { readonly name: string; readonly uid: string; readonly generation?: number } }[];
}

/** Makes the pods and budgets of `budget-manifests.ts`, and waits until the disruption controller has counted them. */
export async function fillBudgets(api: Api): Promise<void> {
  await makeNamespace(api, budgetNamespace);
  await create(api, '/api/v1/nodes', budgetNode);
  await each(replicaSets, (object) => create(api, replicaSetsPath, object));
  const uids = new Map(((await api.get(replicaSetsPath)) as Listed).items.map(({ metadata }) => [metadata.name, metadata.uid]));
  const made = budgetPods((name) => uids.get(name) ?? `uid-${name}`);
  await each(made, async ({ name, object, status, deleted }) => {
    await create(api, pods, object);
    await api.patch(`${pods}/${name}/status`, { status });
    if (deleted) await api.send('DELETE', `${pods}/${name}`, { gracePeriodSeconds: 0 });
  });
  await each(budgets, (object) => create(api, budgetsPath, object));
  await until('budgets that were counted', async () => {
    const items = (await readBudgets(api)).filter(({ refusal }) => refusal?.reason !== 'SyncFailed');
    return items.every(({ name, stale, currentHealthy }) => {
      const ready = made.filter((pod) => name.startsWith(`${pod.group}-`) && /^-\d+$/.test(name.slice(pod.group.length)) && pod.ready);
      return !stale && currentHealthy === ready.length;
    });
  });
}

async function readBudgets(api: Api): Promise<readonly DisruptionBudget[]> {
  return ((await api.get(budgetsPath)) as Listed).items.map(disruptionBudgetOf);
}

/**
 * Compares planned evictions with the answers of the API server: each pod by itself as a dry run, code and cause word for word, then all of them in earnest
 * one after the other as one batch, where what one pod takes from a budget is gone for the next.
 */
export async function compareEvictions(api: Api): Promise<Comparison> {
  const read = await readBudgets(api);
  const all = ((await api.get(pods)) as { readonly items: readonly unknown[] }).items.map(drainPodOf);
  const differences: string[] = [];
  const same = (what: string, outlook: EvictionOutlook | undefined, answer: ApiAnswer, cause: boolean) => {
    const our = outlook === undefined ? 'nothing' : expected(outlook, cause);
    const their = answerText(answer, cause);
    if (our !== their) differences.push(`${what}: ours ${JSON.stringify(our)} server ${JSON.stringify(their)}`);
  };
  await each(all, async (pod) => {
    same(`dry eviction of ${pod.name}`, planEvictions([pod], () => read).outlooks.get(pod), await evict(api, pod, ['All']), true);
  });
  const steady = all.filter((pod) => !isGivenBack(pod, read));
  const { outlooks } = planEvictions(steady, () => read);
  for (const pod of steady) same(`eviction of ${pod.name}`, outlooks.get(pod), await evict(api, pod, []), false);
  return { cells: all.length + steady.length, differences };
}

/**
 * Whether it is under a budget that needs no healthy pod. There also pods that are not Ready take from it, and get it back as soon as the controller has counted
 * again: what the next pod is answered is a matter of milliseconds.
 */
function isGivenBack(pod: DrainPod, read: readonly DisruptionBudget[]): boolean {
  return read.some((budget) => budget.desiredHealthy === 0 && budget.refusal?.reason !== 'SyncFailed' && budget.matches(pod.labels));
}

function evict(api: Api, { namespace, name }: DrainPod, dryRun: readonly string[]): Promise<ApiAnswer> {
  const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { namespace, name }, deleteOptions: { dryRun } };
  return api.send('POST', `${pods}/${name}/eviction`, eviction);
}

/** An outlook in the form of an answer. The cause of a 429 changes as the controller counts again, so it is compared in the dry run only. */
function expected(outlook: EvictionOutlook, cause: boolean): string {
  switch (outlook.answer) {
    case 'goes':
      return '201';
    case 'waits':
      return '429';
    case 'blocked':
      return cause ? `${outlook.code} ${outlook.message}` : String(outlook.code);
    case 'two-budgets':
      return cause ? `500 ${outlook.message}` : '500';
    case 'unknown':
      return cause ? `429 ${outlook.message}` : '429';
    case 'not-asked':
      return outlook.answer;
  }
}

function answerText({ code, body }: ApiAnswer, cause: boolean): string {
  const { message, details } = body as {
    readonly message?: string;
    readonly details?: { readonly causes?: readonly { readonly message: string }[] };
  };
  if (code === 201 || !cause) return String(code);
  return `${code} ${details?.causes?.[0]?.message ?? message}`;
}
