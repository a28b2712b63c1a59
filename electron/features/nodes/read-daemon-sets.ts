import { readJson } from '../../kube/read-json.ts';
import { clusterErrorOf, RequestFailure } from '../../kube/request-failure.ts';
import { objectPath } from '../../kube/resource-path.ts';
import type { Transport } from '../../kube/transport.ts';
import type { DrainPod } from './drain-pod.ts';
import { type DaemonSetAnswer, type DaemonSetLookup, daemonSetToAsk } from './judge-pod.ts';

const daemonSets = { group: 'apps', version: 'v1', resource: 'daemonsets' };

/**
 * Asks for the DaemonSets that pods name, one by one as kubectl does, because its verdict depends on the right to `get` each, and prints what the
 * server answers. Each is asked for once. Rejects only when it is aborted.
 */
export async function readDaemonSets(transport: Transport, pods: readonly DrainPod[], signal: AbortSignal): Promise<DaemonSetLookup> {
  const answers = new Map<string, DaemonSetAnswer>();
  const named = new Map(pods.map((pod) => [`${pod.namespace}/${daemonSetToAsk(pod) ?? ''}`, pod] as const));
  await Promise.all(
    [...named].map(async ([key, pod]) => answers.set(key, await ask(transport, pod.namespace, daemonSetToAsk(pod) ?? '', signal))),
  );
  return (namespace, name) => answers.get(`${namespace}/${name}`) ?? { found: false, notFound: false, message: 'it was not asked for' };
}

async function ask(transport: Transport, namespace: string, name: string, signal: AbortSignal): Promise<DaemonSetAnswer> {
  try {
    await readJson(transport, { path: objectPath(daemonSets, namespace, name), purpose: 'call', signal });
    return { found: true };
  } catch (thrown) {
    if (!(thrown instanceof RequestFailure)) throw thrown;
    const error = clusterErrorOf(thrown);
    if (error.kind !== 'status') return { found: false, notFound: false, message: thrown.message };
    return { found: false, notFound: error.code === 404, message: error.message };
  }
}
