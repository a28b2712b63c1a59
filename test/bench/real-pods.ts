import https from 'node:https';
import type { Connection } from '../../electron/kube/connection.ts';
import { connectionOf } from '../cluster/connection-of.ts';
import type { ControlPlane } from '../cluster/control-plane.ts';
import { realisticPod } from './realistic-pod.ts';

/** Requests in flight while pods are created. */
const atOnce = 32;

/** What https needs to talk as this connection. */
export function tlsOf(connection: Connection): { ca: string; cert: string; key: string } {
  const { certificate, key } = connection.credential.clientCertificate ?? { certificate: '', key: '' };
  return { ca: connection.certificateAuthority ?? '', cert: certificate, key };
}

/** Creates realistic pods in 60 namespaces, with a status. Controllers, scheduler and kwok are stopped first: nobody touches them. */
export async function createPods(cluster: ControlPlane, count: number): Promise<void> {
  const connection = connectionOf(cluster);
  const agent = new https.Agent({ keepAlive: true, maxSockets: atOnce, ...tlsOf(connection) });
  const send = (method: string, path: string, body: object, type = 'application/json') =>
    new Promise<void>((resolve, reject) => {
      const headers = { 'content-type': type, 'user-agent': method === 'POST' ? 'kube-controller-manager/bench' : 'kubelet/bench' };
      const request = https.request(`${connection.server}${path}`, { method, agent, headers }, (answer) => {
        const text: Buffer[] = [];
        answer.on('data', (chunk) => text.push(chunk));
        answer.on('end', () => {
          if ((answer.statusCode ?? 500) < 300) resolve();
          else reject(new Error(`${method} ${path}: ${answer.statusCode} ${Buffer.concat(text).toString().slice(0, 400)}`));
        });
      });
      request.on('error', reject);
      request.end(JSON.stringify(body));
    });
  for (const component of ['kube-controller-manager', 'kube-scheduler', 'kwok'] as const) cluster.signal(component, 'SIGSTOP');
  const namespaces = Array.from({ length: 60 }, (_, index) => `team-${index}`);
  for (const name of namespaces) {
    await send('POST', '/api/v1/namespaces', { metadata: { name } });
    // Admission wants it, and the controller that makes it does not run.
    await send('POST', `/api/v1/namespaces/${name}/serviceaccounts`, { metadata: { name: 'default' } });
  }
  let next = 0;
  const work = async () => {
    while (next < count) {
      const pod = JSON.parse(realisticPod(next++, 1));
      const { name, namespace, labels, annotations, ownerReferences } = pod.metadata;
      const path = `/api/v1/namespaces/${namespace}/pods`;
      pod.spec.volumes[0].name = 'kube-api-access';
      await send('POST', path, { metadata: { name, labels, annotations, ownerReferences }, spec: pod.spec });
      await send('PATCH', `${path}/${name}/status`, { status: pod.status }, 'application/merge-patch+json');
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  agent.destroy();
}
