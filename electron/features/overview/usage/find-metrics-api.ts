import type { ClusterError } from '../../../../shared/cluster-error.ts';
import type { MissingUsage } from '../../../../shared/usage.ts';
import { findCondition } from '../../../kube/conditions.ts';
import { arrayOf, objectOf, textOf } from '../../../kube/json-fields.ts';
import { readJson } from '../../../kube/read-json.ts';
import { clusterErrorOf } from '../../../kube/request-failure.ts';
import type { Transport } from '../../../kube/transport.ts';

const group = 'metrics.k8s.io';
/** Versions that kubectl top speaks (pkg/cmd/top/top.go, supportedMetricsAPIVersions), v1 since July 2026. */
const versions: ReadonlySet<unknown> = new Set(['v1', 'v1beta1']);

/**
 * The version of metrics.k8s.io to ask for: the first of the server's own order that kubectl would take (metricsutil, SupportedMetricsAPIVersionAvailable); null when the
 * group is not served. Rejects with RequestFailure.
 */
export async function findMetricsApi(transport: Transport, signal: AbortSignal): Promise<string | null> {
  const groups = objectOf(await readJson(transport, { path: '/apis', purpose: 'call', signal }));
  for (const item of arrayOf(groups.groups)) {
    const { name, versions: served } = objectOf(item);
    if (name !== group) continue;
    for (const each of arrayOf(served)) {
      const { version } = objectOf(each);
      if (versions.has(version)) return textOf(version);
    }
  }
  return null;
}

/**
 * Why the group is not served, or does not answer (`failure`): its APIService says it, where that may be read. Never rejects: what cannot be found out is the
 * failure itself, or that there is no such API.
 */
export async function whyNoMetrics(transport: Transport, failure: ClusterError | null, signal: AbortSignal): Promise<MissingUsage> {
  for (const version of ['v1beta1', 'v1']) {
    const path = `/apis/apiregistration.k8s.io/v1/apiservices/${version}.${group}`;
    try {
      const service = objectOf(await readJson(transport, { path, purpose: 'call', signal }));
      const available = findCondition(objectOf(service.status), 'Available');
      if (available !== null && available.status !== 'True') {
        const { namespace, name } = objectOf(objectOf(service.spec).service);
        return {
          kind: 'api-unavailable',
          reason: textOf(available.reason),
          message: textOf(available.message),
          service: textOf(name) === '' ? '' : `${textOf(namespace)}/${textOf(name)}`,
        };
      }
      // It says that it is available: what failed is something else.
      break;
    } catch (thrown) {
      const error = clusterErrorOf(thrown);
      if (error.kind === 'status' && error.code === 404) continue;
      if (failure === null) return isForbidden(error) ? { kind: 'no-api' } : { kind: 'failed', error };
      break;
    }
  }
  if (failure === null) return { kind: 'no-api' };
  // An aggregated API whose backend is gone answers 503 (fault F19), and the APIService may not be read.
  if (failure.kind === 'status' && failure.code === 503)
    return { kind: 'api-unavailable', reason: failure.reason, message: failure.message, service: '' };
  return { kind: 'failed', error: failure };
}

/** 403. */
export function isForbidden(error: ClusterError): boolean {
  return error.kind === 'status' && error.code === 403;
}
