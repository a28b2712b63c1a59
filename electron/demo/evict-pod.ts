import type { ClusterState } from './cluster-state.ts';
import type { DeleteBehaviour } from './delete-object.ts';
import { deleteObject } from './delete-object.ts';
import type { Exchange } from './exchange.ts';
import type { KubeObject } from './kube-object.ts';
import { at, kubeTime, listAt, mapAt, numberAt, textAt } from './kube-object.ts';
import type { RequestTarget } from './request-target.ts';
import { matchesLabelSelector } from './selectors.ts';
import { badRequest, StatusError } from './status-error.ts';
import { checkPreconditions, existing, isDryRun, readBody } from './write-request.ts';

/*
 * POST pods/NAME/eviction in the order of pkg/registry/core/pod/storage/eviction.go, which surprises twice: a budget is asked, and counted
 * down, before the preconditions are looked at, and the seconds of a Retry-After are only said while the controller is behind.
 */

/** Seconds after which to try again while the disruption controller has not taken up a change of the budget. */
const RETRY_WHEN_BEHIND_SECONDS = 10;

const BUDGETS = 'poddisruptionbudgets.policy';

/** Finished, never started or being deleted: no budget is asked for these (canIgnorePDB). */
const ignoresBudgets = (pod: KubeObject): boolean =>
  ['Succeeded', 'Failed', 'Pending'].includes(textAt(pod, 'status', 'phase')) || pod.metadata.deletionTimestamp !== undefined;

const isReady = (pod: KubeObject): boolean =>
  listAt(pod, 'status', 'conditions').some((one) => textAt(one, 'type') === 'Ready' && textAt(one, 'status') === 'True');

/** A pod that is not Ready may go when its budget says so, or when the budget holds without it. */
function goesUnready(pod: KubeObject, budget: KubeObject): boolean {
  if (isReady(pod)) return false;
  if (textAt(budget, 'spec', 'unhealthyPodEvictionPolicy') === 'AlwaysAllow') return true;
  const desired = numberAt(budget, 'status', 'desiredHealthy');
  return desired > 0 && numberAt(budget, 'status', 'currentHealthy') >= desired;
}

function refusal(cause: string, retryAfterSeconds: number): StatusError {
  return new StatusError(429, 'TooManyRequests', "Cannot evict pod as it would violate the pod's disruption budget.", {
    causes: [{ reason: 'DisruptionBudget', message: cause }],
    ...(retryAfterSeconds > 0 ? { retryAfterSeconds } : {}),
  });
}

/** Takes one eviction from a budget, and remembers for whom until its controller has seen it; throws 429 when there is none to take. */
function countDown(state: ClusterState, budget: KubeObject, pod: string, dryRun: boolean): void {
  const { name, namespace = '' } = budget.metadata;
  if (numberAt(budget, 'status', 'observedGeneration') < numberAt(budget, 'metadata', 'generation'))
    throw refusal(`The disruption budget ${name} is still being processed by the server.`, RETRY_WHEN_BEHIND_SECONDS);
  if (numberAt(budget, 'status', 'disruptionsAllowed') <= 0)
    throw refusal(
      `The disruption budget ${name} needs ${numberAt(budget, 'status', 'desiredHealthy')} healthy pods and has ${numberAt(budget, 'status', 'currentHealthy')} currently`,
      0,
    );
  if (dryRun) return;
  state.update(BUDGETS, namespace, name, (copy) => {
    copy.status = {
      ...(copy.status as object),
      disruptionsAllowed: numberAt(copy, 'status', 'disruptionsAllowed') - 1,
      disruptedPods: { ...mapAt(copy, 'status', 'disruptedPods'), [pod]: kubeTime(state.now()) },
    };
  });
}

/** Evicts a pod: 201 with a Success Status, 429 for a budget, 500 for more than one, 409 for another uid, 404 for none. */
export async function handleEviction(
  exchange: Exchange,
  state: ClusterState,
  target: RequestTarget,
  behaviour: DeleteBehaviour,
): Promise<void> {
  const body = await readBody(exchange);
  const named = textAt(body, 'metadata', 'name');
  if (named !== '' && named !== target.name) throw badRequest('name in URL does not match name in Eviction object');
  const deleteOptions = at(body, 'deleteOptions');
  const dryRun = isDryRun(exchange, deleteOptions);
  const pod = existing(state, target);
  if (!ignoresBudgets(pod)) {
    const budgets = state
      .list(BUDGETS, target.namespace)
      .filter((budget) => matchesLabelSelector(at(budget, 'spec', 'selector'), pod.metadata.labels ?? {}));
    // Not an error of the server's own: no reason, no details, and that is how clients meet it.
    if (budgets.length > 1)
      return exchange.json(500, {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
        code: 500,
      });
    const [budget] = budgets;
    if (budget && !goesUnready(pod, budget)) countDown(state, budget, target.name, dryRun);
  }
  checkPreconditions(target, pod, at(deleteOptions, 'preconditions', 'uid'), at(deleteOptions, 'preconditions', 'resourceVersion'));
  if (!dryRun) {
    if (pod.metadata.deletionTimestamp === undefined) markDisrupted(state, pod);
    const grace = at(deleteOptions, 'gracePeriodSeconds');
    deleteObject(state, target, typeof grace === 'number' ? grace : null, behaviour);
  }
  exchange.json(201, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 });
}

/** The condition that says why the pod goes (feature PodDisruptionConditions). */
function markDisrupted(state: ClusterState, pod: KubeObject): void {
  state.update('pods', pod.metadata.namespace ?? '', pod.metadata.name, (copy) => {
    const others = listAt(copy, 'status', 'conditions').filter((one) => textAt(one, 'type') !== 'DisruptionTarget');
    const condition = {
      type: 'DisruptionTarget',
      status: 'True',
      lastProbeTime: null,
      lastTransitionTime: kubeTime(state.now()),
      reason: 'EvictionByEvictionAPI',
      message: 'Eviction API: evicting',
    };
    copy.status = { ...(copy.status as object), conditions: [...others, condition] };
  });
}
