import { arrayOf, isObject, type JsonObject, objectOf, textOf } from '../../../kube/json-fields.ts';
import { quantityMilli, quantityValue } from '../../../kube/quantity.ts';

/*
 * What a pod takes from its node, as the scheduler counts it: PodRequests of k8s.io/component-helpers resource/helpers.go, and Resource.Add of kube-scheduler
 * framework/types.go.
 */

/** Amounts by resource name: cpu in thousandths of a core, everything else as it is counted (bytes, devices). */
export type Amounts = ReadonlyMap<string, number>;

/** Reads a ResourceList. What is no quantity counts as nothing: the server would not have stored it. */
export function amountsOf(list: unknown): Map<string, number> {
  const amounts = new Map<string, number>();
  for (const [name, quantity] of Object.entries(objectOf(list))) {
    const text = typeof quantity === 'number' ? String(quantity) : textOf(quantity);
    if (isScheduled(name)) amounts.set(name, (name === 'cpu' ? quantityMilli(text) : quantityValue(text)) ?? 0);
  }
  return amounts;
}

/** What a new pod of this spec asks for: the larger of its containers with sidecars and its init containers, pod-level requests instead where there are, and overhead. */
export function requestsOf(spec: JsonObject): Amounts {
  return podRequests(spec, (container) => amountsOf(objectOf(container.resources).requests));
}

/** What a pod takes where it is: of each container the most of what is asked, given and in use, while it is resized in place. */
export function takenBy(spec: JsonObject, status: JsonObject): Amounts {
  const statuses = new Map<string, JsonObject>();
  for (const item of [...arrayOf(status.containerStatuses), ...arrayOf(status.initContainerStatuses)]) {
    const container = objectOf(item);
    if (isObject(container.resources)) statuses.set(textOf(container.name), container);
  }
  if (statuses.size === 0) return requestsOf(spec);
  const infeasible = arrayOf(status.conditions).some((condition) => {
    const { type, reason } = objectOf(condition);
    return type === 'PodResizePending' && reason === 'Infeasible';
  });
  return podRequests(spec, (container, restarts) => {
    const asked = amountsOf(objectOf(container.resources).requests);
    const found = statuses.get(textOf(container.name));
    if (found === undefined || !restarts) return asked;
    const most = infeasible ? new Map<string, number>() : asked;
    raise(most, amountsOf(objectOf(found.resources).requests));
    raise(most, amountsOf(found.allocatedResources));
    return most;
  });
}

/** `requests` of a container; `restarts`: it runs as long as the pod does, so that it can be resized. */
function podRequests(spec: JsonObject, requests: (container: JsonObject, restarts: boolean) => Map<string, number>): Amounts {
  const sum = new Map<string, number>();
  for (const container of arrayOf(spec.containers)) add(sum, requests(objectOf(container), true));
  const sidecars = new Map<string, number>();
  const initial = new Map<string, number>();
  for (const item of arrayOf(spec.initContainers)) {
    const container = objectOf(item);
    const restarts = container.restartPolicy === 'Always';
    const own = requests(container, restarts);
    if (restarts) {
      add(sum, own);
      add(sidecars, own);
      raise(initial, sidecars);
    } else {
      add(own, sidecars);
      raise(initial, own);
    }
  }
  raise(sum, initial);
  for (const [name, amount] of amountsOf(objectOf(spec.resources).requests)) if (isPodLevel(name)) sum.set(name, amount);
  add(sum, amountsOf(spec.overhead));
  return sum;
}

/** Adds `more` to `sum`. */
export function add(sum: Map<string, number>, more: Amounts, times = 1): void {
  for (const [name, amount] of more) sum.set(name, (sum.get(name) ?? 0) + times * amount);
}

function raise(most: Map<string, number>, other: Amounts): void {
  for (const [name, amount] of other) most.set(name, Math.max(amount, most.get(name) ?? 0));
}

/** IsSupportedPodLevelResource. */
function isPodLevel(name: string): boolean {
  return name === 'cpu' || name === 'memory' || name.startsWith('hugepages-');
}

/** Names the scheduler counts: the native ones, extended resources, huge pages, attachable volumes (util.IsScalarResourceName). */
function isScheduled(name: string): boolean {
  if (name === 'cpu' || name === 'memory' || name === 'ephemeral-storage' || name === 'pods') return true;
  return name.includes('/') || name.startsWith('hugepages-') || name.startsWith('attachable-volumes-');
}
