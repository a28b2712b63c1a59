import { type ClusterError, failure, type KubeconfigError, type Result, success } from '../../../shared/cluster-error.ts';
import type { ContextId } from '../../../shared/context-id.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import type { Connection, Credential } from '../connection.ts';
import { proxyEnvironment, proxyForUrl } from '../proxy-for-url.ts';
import { serverUrl } from './check-context.ts';
import { certificateFault, pairFault } from './check-pem.ts';
import { impersonationHeaders } from './impersonation-headers.ts';
import type { ClusterEntry, UserEntry } from './kubeconfig-entries.ts';
import { largestCredentialFileBytes, readTextFile } from './read-file.ts';
import { kubeconfigPath } from './referenced-files.ts';

/** The parts of a context that are needed to dial it. */
export interface ConnectionParts {
  readonly contextId: ContextId;
  readonly cluster: ClusterEntry;
  readonly user: UserEntry;
}

/** Everything but the plugin's credential. `pluginNeeded` is true when an exec plugin has to supply it. */
export interface PlainConnection {
  readonly connection: Connection;
  readonly pluginNeeded: boolean;
}

/**
 * Reads the files and decodes the data of a context, now: certificates and tokens that were replaced on disk are seen at
 * the next call. Precedence as in client-go (client_config.go): CA data over CA file, token over tokenFile, an exec plugin
 * only where the user entry has no token, password or certificate. Server and proxy are validated by checkContext before.
 */
export async function resolveConnection(
  parts: ConnectionParts,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Result<PlainConnection, ClusterError>> {
  const { cluster, user } = parts;
  const url = serverUrl(cluster);
  if (url === null) return failure(fault(cluster, 'server', 'the server is not a URL'));
  const plain = url.protocol === 'http:';
  const authority = plain ? success(null) : await certificateAuthority(cluster);
  if (!authority.ok) return authority;
  // client-go reads credentials only for TLS (IsConfigTransportTLS): over plain http nothing secret is ever sent.
  const pair = plain ? success(null) : await clientPair(user);
  if (!pair.ok) return pair;
  const token = plain ? success(null) : await bearerToken(user);
  if (!token.ok) return token;
  const basic = plain || (user.username === '' && user.password === '') ? null : { username: user.username, password: user.password };
  const credential: Credential = { token: token.value, basic, clientCertificate: pair.value, expiresAt: null };
  const pluginNeeded = !plain && user.exec !== null && token.value === null && basic === null && pair.value === null;
  const server = url.origin + url.pathname.replace(/\/+$/, '');
  return success({
    pluginNeeded,
    connection: {
      contextId: parts.contextId,
      server,
      certificateAuthority: authority.value,
      tlsServerName: cluster.tlsServerName === '' ? null : cluster.tlsServerName,
      insecureSkipTlsVerify: cluster.insecureSkipTlsVerify,
      proxyUrl: cluster.proxyUrl === '' ? proxyForUrl(url, proxyEnvironment(env)) : cluster.proxyUrl,
      impersonation: impersonationHeaders(user),
      credential,
      refreshable: pluginNeeded || (!plain && user.tokenFile !== ''),
    },
  });
}

/** spec.cluster of KUBERNETES_EXEC_INFO (client-go plugin/pkg/client/auth/exec, rest.ConfigToExecCluster). */
export function execClusterInfo(cluster: ClusterEntry, connection: Connection): Record<string, unknown> {
  const info: Record<string, unknown> = { server: cluster.server };
  if (cluster.tlsServerName !== '') info['tls-server-name'] = cluster.tlsServerName;
  if (cluster.insecureSkipTlsVerify) info['insecure-skip-tls-verify'] = true;
  if (connection.certificateAuthority !== null)
    info['certificate-authority-data'] = Buffer.from(connection.certificateAuthority).toString('base64');
  if (cluster.proxyUrl !== '') info['proxy-url'] = cluster.proxyUrl;
  if (cluster.disableCompression) info['disable-compression'] = true;
  const config = cluster.extensions.get('client.authentication.k8s.io/exec');
  info.config = config ?? null;
  return info;
}

function fault(entry: ClusterEntry | UserEntry, field: string, message: string): KubeconfigError {
  const place = entry.placeOf(field);
  return { kind: 'kubeconfig', file: entry.file, line: place.line, column: place.column, message };
}

async function readField(entry: ClusterEntry | UserEntry, field: string, path: string): Promise<Result<string, KubeconfigError>> {
  const resolved = kubeconfigPath(entry.file, path);
  const text = await readTextFile(resolved, largestCredentialFileBytes);
  return text.ok ? success(text.text) : failure(fault(entry, field, `${field} ${visibleText(resolved)} ${text.message}`));
}

async function certificateAuthority(cluster: ClusterEntry): Promise<Result<string | null, KubeconfigError>> {
  if (cluster.certificateAuthorityData !== '') return success(cluster.certificateAuthorityData);
  if (cluster.certificateAuthority === '') return success(null);
  const text = await readField(cluster, 'certificate-authority', cluster.certificateAuthority);
  if (!text.ok) return text;
  const problem = certificateFault(text.value);
  if (problem === null) return text;
  const path = visibleText(kubeconfigPath(cluster.file, cluster.certificateAuthority));
  return failure(fault(cluster, 'certificate-authority', `certificate-authority ${path} is not a PEM certificate (${problem})`));
}

async function clientPair(user: UserEntry): Promise<Result<Credential['clientCertificate'], KubeconfigError>> {
  if (user.clientCertificate === '' && user.clientCertificateData === '') return success(null);
  const certificate =
    user.clientCertificateData === ''
      ? await readField(user, 'client-certificate', user.clientCertificate)
      : success(user.clientCertificateData);
  if (!certificate.ok) return certificate;
  const key = user.clientKeyData === '' ? await readField(user, 'client-key', user.clientKey) : success(user.clientKeyData);
  if (!key.ok) return key;
  const problem = pairFault(certificate.value, key.value);
  if (problem !== null) {
    const field = user.clientCertificateData === '' ? 'client-certificate' : 'client-certificate-data';
    return failure(fault(user, field, `user \`${visibleText(user.name)}\`: ${problem}`));
  }
  return success({ certificate: certificate.value, key: key.value });
}

/** client-go reads tokenFile even beside `token`: the file wins while it can be read, else the token stands. */
async function bearerToken(user: UserEntry): Promise<Result<string | null, ClusterError>> {
  if (user.tokenFile === '') return success(user.token === '' ? null : user.token);
  const text = await readField(user, 'tokenFile', user.tokenFile);
  if (text.ok && text.value.trim() !== '') {
    const token = text.value.trim();
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a token goes into a header, where no control character may stand
    if (!/[\u0000-\u001f\u007f]/.test(token)) return success(token);
  }
  if (user.token !== '') return success(user.token);
  const path = visibleText(kubeconfigPath(user.file, user.tokenFile));
  const detail = text.ok
    ? text.value.trim() === ''
      ? 'the token file is empty'
      : 'the token file holds more than one line'
    : text.error.message;
  return failure({
    kind: 'credentials',
    cause: 'file',
    command: path,
    exitCode: null,
    stderr: '',
    hint: 'Write the token into the file again, or correct tokenFile in the kubeconfig',
    detail,
  });
}
