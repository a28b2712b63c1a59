import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';

const certificateBlock = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Why a text holds no usable certificate; null when at least one block reads (Go's AppendCertsFromPEM passes over the others). */
export function certificateFault(pem: string): string | null {
  const blocks = pem.match(certificateBlock);
  if (blocks === null) return pem.includes('-----BEGIN CERTIFICATE-----') ? 'its end is missing' : 'no BEGIN CERTIFICATE in it';
  return blocks.some((block) => remembered(block) === null) ? null : (remembered(blocks[0] ?? '') ?? null);
}

/** Why a text holds no private key. Only its frame is looked at here; the pair is checked when it is used. */
export function keyFault(pem: string): string | null {
  return /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----[\s\S]+-----END (?:[A-Z0-9]+ )*PRIVATE KEY-----/.test(pem)
    ? null
    : 'no BEGIN PRIVATE KEY in it';
}

/** Why a certificate and a key cannot be used together; null when the key belongs to the (first) certificate. */
export function pairFault(certificatePem: string, keyPem: string): string | null {
  const block = certificatePem.match(certificateBlock)?.[0];
  if (block === undefined) return 'the client certificate is not a PEM certificate';
  let certificate: X509Certificate;
  let key: KeyObject;
  try {
    certificate = new X509Certificate(block);
  } catch (error) {
    return `the client certificate cannot be read (${reason(error)})`;
  }
  try {
    key = createPrivateKey(keyPem);
  } catch (error) {
    if (/ENCRYPTED/.test(keyPem)) return 'the client key is protected by a passphrase; kubectl cannot use it either';
    return `the client key cannot be read (${reason(error)})`;
  }
  // Compared by public key: X509Certificate.checkPrivateKey is missing in older runtimes' types and throws on some curves.
  const ours = createPublicKey(key).export({ type: 'spki', format: 'der' });
  const theirs = certificate.publicKey.export({ type: 'spki', format: 'der' });
  return Buffer.from(ours).equals(Buffer.from(theirs))
    ? null
    : `the client key does not belong to the certificate (${subjectOf(certificate)})`;
}

/** End of validity of the first certificate in ms since the epoch; null when it cannot be read. */
export function certificateExpiry(pem: string): number | null {
  const block = pem.match(certificateBlock)?.[0];
  if (block === undefined || remembered(block) !== null) return null;
  const time = Date.parse(new X509Certificate(block).validTo);
  return Number.isNaN(time) ? null : time;
}

function subjectOf(certificate: X509Certificate): string {
  return /^CN=.*$/m.exec(certificate.subject)?.[0] ?? certificate.subject.replace(/\n/g, ', ');
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message.replace(/^error:[0-9A-F]+:/, '') : String(error);
}

/** Twenty thousand contexts often share few certificates: what was read once is not read again. */
const faults = new Map<string, string | null>();
const mostRemembered = 2000;

function remembered(block: string): string | null {
  const known = faults.get(block);
  if (known !== undefined) return known;
  if (faults.size >= mostRemembered) faults.clear();
  let fault: string | null = null;
  try {
    new X509Certificate(block);
  } catch (error) {
    fault = reason(error);
  }
  faults.set(block, fault);
  return fault;
}
