import type { Row } from '../../../../shared/row.ts';
import { RequestFailure } from '../../../kube/request-failure.ts';
import { objectPath } from '../../../kube/resource-path.ts';
import type { Ask, Question } from './bounded-reader.ts';
import { type PodDetails, podDetails } from './pod-details.ts';
import type { ServiceEndpoints } from './problem-facts.ts';
import { restartsOf, statusOf } from './rules/classify-pod.ts';
import { endpointSlicesPath, hasReadyEndpoint, isExternal, servicePath } from './service-endpoints.ts';

/** Problems beyond this have no details: nobody reads that far before the first are solved. */
const mostPods = 100;
/** Services behind webhooks that are looked at. */
const mostServices = 50;
/** Whether somebody answers is asked again this often, in ms, and so is what the scheduler says. */
const againMs = 30_000;

/** The pods to read, by uid: again when what their row says of their trouble changes. The scheduler and the kubelet say something else while STATUS stays. */
export function podQuestions(rows: readonly Row[]): readonly Question<PodDetails>[] {
  return rows.slice(0, mostPods).map((row) => ({
    key: row.uid,
    text: `${row.health} ${statusOf(row)} ${restartsOf(row).count}`,
    againMs: restartsOf(row).count === 0 ? againMs : null,
    read: async (ask, signal) =>
      podDetails(await ask(objectPath({ group: '', version: 'v1', resource: 'pods' }, row.namespace, row.name), signal)),
  }));
}

/** The Services to look behind, by `namespace/name`. */
export function serviceQuestions(services: Iterable<string>): readonly Question<ServiceEndpoints>[] {
  return [...services].slice(0, mostServices).map((service) => ({
    key: service,
    text: '',
    againMs,
    read: (ask, signal) => endpointsOf(ask, service, signal),
  }));
}

async function endpointsOf(ask: Ask, service: string, signal: AbortSignal): Promise<ServiceEndpoints> {
  const [namespace = '', name = ''] = service.split('/');
  if (hasReadyEndpoint(await ask(endpointSlicesPath(namespace, name), signal))) return 'ready';
  try {
    return isExternal(await ask(servicePath(namespace, name), signal)) ? 'ready' : 'none';
  } catch (thrown) {
    const missing = thrown instanceof RequestFailure && thrown.error.kind === 'status' && thrown.error.code === 404;
    if (missing) return 'no-service';
    throw thrown;
  }
}
