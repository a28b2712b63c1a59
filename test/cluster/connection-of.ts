import type { Connection } from '../../electron/kube/connection.ts';
import { contextIdOf } from '../../shared/context-id.ts';
import type { ControlPlane } from './control-plane.ts';

/** The administrator's connection to a control plane, as the main side would resolve it from its kubeconfig. */
export function connectionOf(cluster: ControlPlane, server = cluster.server): Connection {
  const { clusters, users } = JSON.parse(cluster.kubeconfigFor('admin')) as {
    clusters: { cluster: Record<string, string> }[];
    users: { user: Record<string, string> }[];
  };
  const text = (data: string | undefined) => Buffer.from(data ?? '', 'base64').toString('utf8');
  const user = users[0]?.user ?? {};
  return {
    contextId: contextIdOf(cluster.kubeconfig, cluster.name),
    server,
    certificateAuthority: text(clusters[0]?.cluster['certificate-authority-data']),
    // Its certificate is also for 127.0.0.1.
    tlsServerName: null,
    insecureSkipTlsVerify: false,
    proxyUrl: null,
    impersonation: [],
    credential: {
      token: null,
      basic: null,
      clientCertificate: { certificate: text(user['client-certificate-data']), key: text(user['client-key-data']) },
      expiresAt: null,
    },
    refreshable: false,
  };
}
