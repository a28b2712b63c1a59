import type { ContextId } from '../../shared/context-id.ts';

/**
 * Everything needed to dial one context, resolved from its kubeconfig: files read, data decoded, nothing lazy.
 * Exists in the main process and the data thread only; never logged, never sent to the page.
 */
export interface Connection {
  readonly contextId: ContextId;
  /** Base URL without a trailing slash; may carry a path (Rancher). */
  readonly server: string;
  /** PEM; null = the system's roots. */
  readonly certificateAuthority: string | null;
  readonly tlsServerName: string | null;
  readonly insecureSkipTlsVerify: boolean;
  /** `http:`, `https:`, `socks5:` or `socks5h:` URL, possibly with user and password; null = direct. NO_PROXY is already applied. */
  readonly proxyUrl: string | null;
  /** Impersonation headers in the order client-go sends them, e.g. ['Impersonate-User', 'jane']. */
  readonly impersonation: readonly (readonly [string, string])[];
  readonly credential: Credential;
  /** True when a 401 can be answered by asking the main side for a new credential (exec plugin, tokenFile). */
  readonly refreshable: boolean;
}

/** What proves the user's identity. All null = anonymous, which only a kubeconfig with an empty user asks for. */
export interface Credential {
  readonly token: string | null;
  readonly basic: { readonly username: string; readonly password: string } | null;
  /** PEM pair. */
  readonly clientCertificate: { readonly certificate: string; readonly key: string } | null;
  /** ms since the epoch; null = does not expire as far as anyone said. */
  readonly expiresAt: number | null;
}

/** True when sockets made for one serve the other: they differ in nothing but what the headers of each request say. */
export function dialsAlike(a: Connection, b: Connection): boolean {
  const key = (connection: Connection) => {
    const { contextId: _id, impersonation: _who, credential, refreshable: _may, ...rest } = connection;
    return JSON.stringify([rest, credential.clientCertificate]);
  };
  return key(a) === key(b);
}
