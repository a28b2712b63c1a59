import { X509Certificate } from 'node:crypto';
import type { CredentialDiagnostics } from '../../shared/diagnostics.ts';
import type { Credential } from './connection.ts';

/**
 * What may be told of a credential: its kind and times. `since` stays while it is the same one as `before` (one that ends
 * at the same time is, as far as anyone sees). A certificate says its own end; tokens only when the plugin did.
 */
export function describeCredential(credential: Credential, before: CredentialDiagnostics | null, now: number): CredentialDiagnostics {
  const kind =
    credential.clientCertificate !== null
      ? 'certificate'
      : credential.token !== null
        ? 'token'
        : credential.basic !== null
          ? 'basic'
          : 'none';
  const expiresAt = credential.expiresAt ?? endOfCertificate(credential);
  if (before !== null && before.kind === kind && before.expiresAt === expiresAt) return before;
  return { kind, since: now, expiresAt };
}

/** ms since the epoch; null for no certificate or one that cannot be read, which the handshake will tell. */
function endOfCertificate({ clientCertificate }: Credential): number | null {
  if (clientCertificate === null) return null;
  try {
    return new X509Certificate(clientCertificate.certificate).validToDate.getTime();
  } catch {
    // Not a certificate OpenSSL can read: the connection fails with a better reason than this place could give.
    return null;
  }
}
