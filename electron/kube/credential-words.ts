import type { UserEntry } from './kubeconfig/kubeconfig-entries.ts';

/** What is told of a user of a kubeconfig. */
export type CredentialEntry = Pick<
  UserEntry,
  | 'clientCertificate'
  | 'clientCertificateData'
  | 'token'
  | 'tokenFile'
  | 'username'
  | 'authProvider'
  | 'exec'
  | 'impersonate'
  | 'impersonateGroups'
>;

/**
 * By which credential something is done, for a record that is kept: `admin, client certificate, acts as jane (dev, ops), known to the server as jane`.
 * `name` is the user's name in the kubeconfig; `known` what the server says we are (SelfSubjectReview), null while it did not say. Holds no secret. Pure.
 */
export function credentialWords(name: string, user: CredentialEntry | null, known: string | null): string {
  const parts = [name === '' ? 'no user' : name, ...(user === null ? [] : proofsOf(user))];
  if (user !== null && user.impersonate !== '') {
    const groups = user.impersonateGroups.length === 0 ? '' : ` (${user.impersonateGroups.join(', ')})`;
    parts.push(`acts as ${user.impersonate}${groups}`);
  }
  if (known !== null && known !== '') parts.push(`known to the server as ${known}`);
  return parts.join(', ');
}

/** All that it proves itself with: client-go shows a certificate and a token at the same time. */
function proofsOf(user: CredentialEntry): readonly string[] {
  const proofs: string[] = [];
  if (user.clientCertificate !== '' || user.clientCertificateData !== '') proofs.push('client certificate');
  if (user.tokenFile !== '') proofs.push('token file');
  else if (user.token !== '') proofs.push('token');
  if (user.username !== '') proofs.push('basic authentication');
  if (user.authProvider !== null) proofs.push(`auth provider ${user.authProvider}`);
  if (user.exec !== null) proofs.push(`plugin ${user.exec.command}`);
  return proofs.length === 0 ? ['no credential'] : proofs;
}
