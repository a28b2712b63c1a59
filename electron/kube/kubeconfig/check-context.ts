import type { KubeconfigError } from '../../../shared/cluster-error.ts';
import type { ContextWarning } from '../../../shared/context-view.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { isLoopbackHost } from '../proxy-for-url.ts';
import { checkExec } from './check-exec.ts';
import { certificateFault, keyFault } from './check-pem.ts';
import type { ClusterEntry, ContextEntry, UserEntry } from './kubeconfig-entries.ts';
import type { MergedContext } from './merge-kubeconfigs.ts';
import { kubeconfigPath } from './referenced-files.ts';

/** What a context is worth: why it cannot be used, or null, and what the user should know either way. */
export interface ContextCheck {
  readonly broken: KubeconfigError | null;
  readonly warnings: readonly ContextWarning[];
}

/** Why the file at an absolute path cannot be read, or null when it can be (or nobody looked). */
export type FileFault = (path: string) => string | null;

type Fail = (message: string, entry: Placed, field?: string) => KubeconfigError;
type Placed = Pick<ContextEntry, 'file' | 'placeOf'>;

/**
 * Decides whether a context can be used, by kubectl's own rules (clientcmd validation.go, ConfirmUsable) and some of ours
 * where kubectl would go on with less than the user meant: no anonymous use, no plain http but on loopback.
 */
export function checkContext(merged: MergedContext, fileFault: FileFault): ContextCheck {
  const { context, cluster, user } = merged;
  const warnings: ContextWarning[] = merged.warnings.map((message) => ({ kind: 'defined-twice', message }));
  for (const [what, name] of [
    ['context name', context.name],
    ['cluster name', context.cluster],
    ['user name', context.user],
    ['server', cluster?.server ?? ''],
  ] as const)
    if (visibleText(name) !== name)
      warnings.push({ kind: 'hidden-characters', message: `the ${what} holds hidden characters: ${visibleText(name)}` });
  if (merged.refusedBy?.refused) {
    const { message, place } = merged.refusedBy.refused;
    const file = merged.refusedBy.file;
    return { broken: { kind: 'kubeconfig', file, line: place?.line ?? null, column: place?.column ?? null, message }, warnings };
  }
  if (cluster?.insecureSkipTlsVerify)
    warnings.push({ kind: 'tls-not-verified', message: 'TLS is not verified: insecure-skip-tls-verify is set' });
  if (cluster !== null && /^http:/i.test(cluster.server))
    warnings.push({ kind: 'plain-http', message: 'the server is reached over plain http, without encryption' });
  const namespaceFault = namespaceMessage(context.namespace);
  if (namespaceFault !== null) warnings.push({ kind: 'namespace-invalid', message: namespaceFault });
  const broken = firstFault(context, cluster, user, fileFault);
  return { broken, warnings };
}

function namespaceMessage(namespace: string): string | null {
  if (namespace === '' || (namespace.length <= 63 && /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/.test(namespace))) return null;
  return `namespace "${visibleText(namespace)}" is not a DNS label (lower case letters, digits and -); no namespace can have this name`;
}

function firstFault(
  context: ContextEntry,
  cluster: ClusterEntry | null,
  user: UserEntry | null,
  fileFault: FileFault,
): KubeconfigError | null {
  if (context.name === '') return fail('a context has no name; give it one', context);
  if (context.user === '') return fail('the context names no user; add `user:` to it', context);
  if (context.cluster === '') return fail('the context names no cluster; add `cluster:` to it', context);
  if (cluster === null)
    return fail(
      `cluster \`${visibleText(context.cluster)}\` is not defined; add it under clusters or correct the name`,
      context,
      'cluster',
    );
  if (user === null)
    return fail(`user \`${visibleText(context.user)}\` is not defined; add it under users or correct the name`, context, 'user');
  return serverFault(cluster) ?? clusterFault(cluster, fileFault) ?? userFault(user, fileFault);
}

const fail: Fail = (message, entry, field) => {
  const place = entry.placeOf(field);
  return { kind: 'kubeconfig', file: entry.file, line: place.line, column: place.column, message };
};

function serverFault(cluster: ClusterEntry): KubeconfigError | null {
  const name = visibleText(cluster.name);
  if (cluster.server === '') return fail(`cluster \`${name}\` has no server; add \`server: https://...\``, cluster);
  const at = (message: string) => fail(message, cluster, 'server');
  // Go takes a server without a scheme as https://; so does kubectl (rest.DefaultServerURL).
  const withScheme = serverUrl(cluster);
  if (withScheme === null)
    return at(`server \`${visibleText(withoutPassword(cluster.server))}\` is not a URL; it should read https://host:port`);
  if (withScheme.protocol !== 'https:' && withScheme.protocol !== 'http:')
    return at(`scheme ${withScheme.protocol.slice(0, -1)} of the server is not supported; use https`);
  if (withScheme.username !== '' || withScheme.password !== '')
    return at('the server holds a user or password; put them under users instead');
  if (withScheme.protocol === 'http:' && !isLoopbackHost(withScheme.hostname))
    return at(`the server uses plain http to ${withScheme.host}, which would send credentials readable to everyone on the way; use https`);
  return null;
}

/** The server as a URL, https when it names no scheme; null when it is none. */
export function serverUrl(cluster: ClusterEntry): URL | null {
  const text = cluster.server.trim();
  try {
    return new URL(/^[a-zA-Z][a-zA-Z0-9+.-]*:\/\//.test(text) ? text : `https://${text}`);
  } catch {
    return null; // The caller says which server it is and what it should look like.
  }
}

function withoutPassword(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//<hidden>@');
}

function clusterFault(cluster: ClusterEntry, fileFault: FileFault): KubeconfigError | null {
  const name = visibleText(cluster.name);
  if (cluster.certificateAuthority !== '' && cluster.certificateAuthorityData !== '')
    return fail(
      `certificate-authority-data and certificate-authority are both specified for ${name}; remove one of them`,
      cluster,
      'certificate-authority',
    );
  if (cluster.insecureSkipTlsVerify && (cluster.certificateAuthority !== '' || cluster.certificateAuthorityData !== ''))
    return fail(
      `insecure-skip-tls-verify and a certificate authority are both specified for ${name}; kubectl refuses that, remove one of them`,
      cluster,
      'insecure-skip-tls-verify',
    );
  if (cluster.certificateAuthorityData !== '') {
    const fault = certificateFault(cluster.certificateAuthorityData);
    if (fault !== null)
      return fail(
        `certificate-authority-data is not a PEM certificate (${fault}); copy it from the cluster again`,
        cluster,
        'certificate-authority-data',
      );
  }
  if (cluster.proxyUrl !== '') {
    const fault = proxyFault(cluster.proxyUrl);
    if (fault !== null) return fail(fault, cluster, 'proxy-url');
  }
  return missingFile(cluster, 'certificate-authority', cluster.certificateAuthority, fileFault);
}

/** Why a proxy-url cannot be used; null when it can (validation.go, parseProxyURL: http, https, socks5). */
export function proxyFault(text: string): string | null {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return 'proxy-url is not a URL; it should read http://host:port or socks5://host:port';
  }
  const scheme = url.protocol.slice(0, -1);
  if (!['http', 'https', 'socks5'].includes(scheme)) return `proxy scheme ${scheme} not supported; use http, https or socks5`;
  return url.hostname === '' ? 'proxy-url names no host' : null;
}

function userFault(user: UserEntry, fileFault: FileFault): KubeconfigError | null {
  const name = visibleText(user.name);
  const hasCertificate = user.clientCertificate !== '' || user.clientCertificateData !== '';
  if (user.clientCertificate !== '' && user.clientCertificateData !== '')
    return fail(
      `client-certificate-data and client-certificate are both specified for ${name}; remove one of them`,
      user,
      'client-certificate',
    );
  if (hasCertificate && user.clientKey !== '' && user.clientKeyData !== '')
    return fail(`client-key-data and client-key are both specified for ${name}; remove one of them`, user, 'client-key');
  if (hasCertificate && user.clientKey === '' && user.clientKeyData === '')
    return fail(
      `user \`${name}\` has a client certificate without its key; add client-key-data or client-key`,
      user,
      'client-certificate-data',
    );
  if (!hasCertificate && (user.clientKey !== '' || user.clientKeyData !== ''))
    return fail(
      `user \`${name}\` has a client key without its certificate; add client-certificate-data or client-certificate`,
      user,
      'client-key-data',
    );
  if (user.token !== '' && (user.username !== '' || user.password !== ''))
    return fail(`more than one authentication method found for ${name}; found [token basicAuth], only one is allowed`, user, 'token');
  if (user.impersonate === '' && (user.impersonateUid !== '' || user.impersonateGroups.length > 0 || user.impersonateExtra.size > 0))
    return fail(`requesting uid, groups or user-extra for ${name} without impersonating a user; add \`as:\``, user, 'as-groups');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  const control = /[\u0000-\u001f\u007f]/;
  if (control.test(user.token.trim()))
    return fail(`the token of ${name} holds a line break or control character; it must be one line`, user, 'token');
  for (const value of [user.impersonate, user.impersonateUid, ...user.impersonateGroups, ...[...user.impersonateExtra.values()].flat()])
    if (control.test(value)) return fail(`an impersonation field of ${name} holds a line break or control character`, user, 'as');
  const credential = user.exec === null && user.authProvider === null ? null : pluginFault(user);
  return (
    credential ??
    pemFault(user) ??
    missingFile(user, 'client-certificate', user.clientCertificate, fileFault) ??
    missingFile(user, 'client-key', user.clientKey, fileFault) ??
    (user.token === '' ? missingFile(user, 'tokenFile', user.tokenFile, fileFault) : null)
  );
}

function pluginFault(user: UserEntry): KubeconfigError | null {
  const name = visibleText(user.name);
  if (user.authProvider !== null) {
    if (user.exec !== null)
      return fail(`authProvider cannot be provided in combination with an exec plugin for ${name}`, user, 'auth-provider');
    if (user.token !== '')
      return fail(
        `auth-provider and token are both specified for ${name}; kubectl refuses that, remove one of them`,
        user,
        'auth-provider',
      );
    return fail(authProviderMessage(user.authProvider), user, 'auth-provider');
  }
  const message = user.exec === null ? null : checkExec(user.exec, name);
  return message === null ? null : fail(message, user, 'exec');
}

function authProviderMessage(provider: string): string {
  if (provider === 'gcp')
    return 'auth-provider gcp was removed in kubectl 1.26; run `gcloud container clusters get-credentials` again to use gke-gcloud-auth-plugin';
  if (provider === 'azure') return 'auth-provider azure was removed in kubectl 1.26; run `kubelogin convert-kubeconfig`';
  return `auth-provider ${visibleText(provider)} is not supported; use an exec plugin instead (for OIDC: kubelogin, \`kubectl oidc-login setup\`)`;
}

function pemFault(user: UserEntry): KubeconfigError | null {
  if (user.clientCertificateData !== '') {
    const fault = certificateFault(user.clientCertificateData);
    if (fault !== null)
      return fail(
        `client-certificate-data of ${visibleText(user.name)} is not a PEM certificate (${fault})`,
        user,
        'client-certificate-data',
      );
  }
  if (user.clientKeyData !== '') {
    const fault = keyFault(user.clientKeyData);
    if (fault !== null)
      return fail(`client-key-data of ${visibleText(user.name)} is not a PEM private key (${fault})`, user, 'client-key-data');
  }
  return null;
}

function missingFile(entry: ClusterEntry | UserEntry, field: string, path: string, fileFault: FileFault): KubeconfigError | null {
  if (path === '') return null;
  const resolved = kubeconfigPath(entry.file, path);
  const fault = fileFault(resolved);
  return fault === null ? null : fail(`${field} ${visibleText(resolved)} ${fault}`, entry, field);
}
