import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate with its key, both PEM, made by openssl for this test run. */
export interface TestPair {
  readonly certificate: string;
  readonly key: string;
}

/** Makes a self-signed pair. Elliptic curve, because RSA keys take a second. */
export function makePair(commonName: string): TestPair {
  const folder = mkdtempSync(join(tmpdir(), 'timonier-pair-'));
  try {
    const [key, certificate] = [join(folder, 'key'), join(folder, 'certificate')];
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    execFileSync('openssl', ['req', '-x509', ...curve, '-subj', `/CN=${commonName}`, '-days', '2', '-keyout', key, '-out', certificate], {
      stdio: 'ignore',
    });
    return { certificate: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
