import { createPrivateKey, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { isIP } from 'node:net';

/*
 * Node creates keys but cannot write X.509. A certificate for a test server needs seven DER types, so they are written here
 * (RFC 5280 section 4.1) rather than pulling in a dozen packages; see docs/dependencies.md.
 */

/** A certificate and its key, both PEM. */
export interface CertificatePair {
  readonly certificate: string;
  readonly key: string;
}

/** What a new certificate says. Without `issuer` it signs itself. */
export interface CertificateRequest {
  readonly commonName: string;
  /** DNS names and IP addresses of the subjectAltName. */
  readonly names?: readonly string[];
  readonly isAuthority?: boolean;
  readonly issuer?: CertificatePair & { readonly commonName: string };
  /** ms since the epoch; default one hour ago. */
  readonly notBefore?: number;
  /** ms since the epoch; default ten years from now. */
  readonly notAfter?: number;
}

const OID = {
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  commonName: '2.5.4.3',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  keyUsage: '2.5.29.15',
};

function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body]);
  const hex = body.length.toString(16);
  const length = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, body]);
}

const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const value of rest) {
    const group = [value & 0x7f];
    for (let left = value >> 7; left > 0; left >>= 7) group.unshift(0x80 | (left & 0x7f));
    bytes.push(...group);
  }
  return der(0x06, Buffer.from(bytes));
}

function utcTime(ms: number): Buffer {
  // GeneralizedTime throughout would be refused before 2050 by strict readers; UTCTime holds until then.
  const text = new Date(ms).toISOString().replace(/[-:T]/g, '').slice(0, 14);
  return der(0x17, Buffer.from(`${text.slice(2)}Z`));
}

const name = (commonName: string): Buffer => sequence(der(0x31, sequence(oid(OID.commonName), der(0x0c, Buffer.from(commonName)))));

function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail = ''] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const groups = address.includes('::') ? [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right] : left;
  return Buffer.from(groups.map((group) => group.padStart(4, '0')).join(''), 'hex');
}

function extensions(request: CertificateRequest): Buffer {
  const critical = der(0x01, Buffer.from([0xff]));
  const list = [
    sequence(oid(OID.basicConstraints), critical, der(0x04, sequence(...(request.isAuthority ? [der(0x01, Buffer.from([0xff]))] : [])))),
  ];
  // keyCertSign + cRLSign + digitalSignature for an authority, digitalSignature for a server.
  const usage = request.isAuthority ? [1, 0x86] : [7, 0x80];
  list.push(sequence(oid(OID.keyUsage), critical, der(0x04, der(0x03, Buffer.from(usage)))));
  if (request.names && request.names.length > 0) {
    const names = request.names.map((entry) => (isIP(entry) === 0 ? der(0x82, Buffer.from(entry)) : der(0x87, addressBytes(entry))));
    list.push(sequence(oid(OID.subjectAltName), der(0x04, sequence(...names))));
  }
  return der(0xa3, sequence(...list));
}

/** Writes a P-256 certificate (X.509 v3, ECDSA with SHA-256). Good for servers of tests and of the demo, nothing else. */
export function createCertificate(request: CertificateRequest): CertificatePair {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const algorithm = sequence(oid(OID.ecdsaWithSha256));
  // A serial number is positive: the first bit stays 0, the first byte is never 0.
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  const toBeSigned = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    algorithm,
    name(request.issuer?.commonName ?? request.commonName),
    sequence(utcTime(request.notBefore ?? Date.now() - 3_600_000), utcTime(request.notAfter ?? Date.now() + 10 * 365 * 86_400_000)),
    name(request.commonName),
    publicKey.export({ type: 'spki', format: 'der' }),
    extensions(request),
  );
  const signer = request.issuer ? createPrivateKey(request.issuer.key) : privateKey;
  const signature = createSign('SHA256').update(toBeSigned).sign(signer);
  const certificate = sequence(toBeSigned, algorithm, der(0x03, Buffer.from([0]), signature));
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** A new authority and a server certificate it signed for loopback. */
export function createServerCertificate(authorityName: string): CertificatePair & { readonly certificateAuthority: string } {
  const authority = createCertificate({ commonName: authorityName, isAuthority: true });
  const server = createCertificate({
    commonName: 'kube-apiserver',
    names: ['127.0.0.1', '::1', 'localhost', 'kubernetes', 'kubernetes.default', 'kubernetes.default.svc'],
    issuer: { ...authority, commonName: authorityName },
  });
  return { ...server, certificateAuthority: authority.certificate };
}
