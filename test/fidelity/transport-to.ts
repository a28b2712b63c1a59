import { HttpTransport } from '../../electron/kube/http-transport.ts';
import type { Transport } from '../../electron/kube/transport.ts';
import { contextIdOf } from '../../shared/context-id.ts';
import type { Api } from './kubectl.ts';

/** A transport of the data thread, over plain HTTP to `kubectl proxy`. Close it. */
export function transportTo(api: Api): Transport & { close(): void } {
  const connection = {
    contextId: contextIdOf('fidelity', 'judged'),
    server: api.url,
    certificateAuthority: null,
    tlsServerName: null,
    insecureSkipTlsVerify: false,
    proxyUrl: null,
    impersonation: [],
    credential: { token: null, basic: null, clientCertificate: null, expiresAt: null },
    refreshable: false,
  };
  return new HttpTransport(connection, { userAgent: 'timonier-fidelity', onUnauthorized: () => undefined });
}
