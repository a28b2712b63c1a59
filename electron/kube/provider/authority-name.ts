import { X509Certificate } from 'node:crypto';

/** Common name of the first certificate of a PEM text; empty when there is none, or it cannot be read. */
export function authorityNameOf(pem: string): string {
  if (!pem.includes('-----BEGIN CERTIFICATE-----')) return '';
  try {
    return /^CN=(.*)$/m.exec(new X509Certificate(pem).subject)?.[1] ?? '';
  } catch {
    return ''; // What is wrong with the certificate is told where the context is checked (check-pem.ts).
  }
}
