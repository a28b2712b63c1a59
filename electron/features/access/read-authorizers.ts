import type { AccessAuthorizers } from '../../../shared/access.ts';
import { arrayOf, objectOf, textOf } from '../../kube/json-fields.ts';
import { listObjects } from '../../kube/list-objects.ts';
import { readJson } from '../../kube/read-json.ts';
import { RequestFailure } from '../../kube/request-failure.ts';
import type { Transport } from '../../kube/transport.ts';

const modeFlag = '--authorization-mode=';

/** What the API shows of the authorizers that decide. Nothing of it may be readable: then nothing is known, which is said as such. Rejects only when nothing answers at all. */
export async function readAuthorizers(transport: Transport, signal: AbortSignal): Promise<AccessAuthorizers> {
  const [modes, awsAuth] = await Promise.all([
    orNothing(modesOfApiServer(transport, signal)),
    orNothing(readJson(transport, { path: '/api/v1/namespaces/kube-system/configmaps/aws-auth', purpose: 'call', signal })),
  ]);
  return { modes, eks: awsAuth !== null || /\.eks\.amazonaws\.com(\.cn)?(:\d+)?$/.test(transport.host) };
}

/** The modes of the first API server that runs as a pod, as kubeadm, k3s on servers and kind do; null when there is none in sight. */
async function modesOfApiServer(transport: Transport, signal: AbortSignal): Promise<readonly string[] | null> {
  const selectors = { fieldSelector: '', labelSelector: 'component=kube-apiserver' };
  const pods = await listObjects(transport, { group: '', version: 'v1', resource: 'pods' }, 'kube-system', selectors, signal);
  const words = pods.flatMap((pod) =>
    arrayOf(objectOf(objectOf(pod).spec).containers).flatMap((container) => arrayOf(objectOf(container).command)),
  );
  const flag = words.map(textOf).find((word) => word.startsWith(modeFlag));
  return flag === undefined ? null : flag.slice(modeFlag.length).split(',');
}

/** Null for what the server refuses or does not have. */
async function orNothing<Value>(asked: Promise<Value>): Promise<Value | null> {
  try {
    return await asked;
  } catch (thrown) {
    if (thrown instanceof RequestFailure && thrown.error.kind === 'status') return null;
    throw thrown;
  }
}
