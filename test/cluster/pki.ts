import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

function openssl(...args: string[]): void {
  execFileSync('openssl', args, { stdio: 'ignore' });
}

/** Makes a self-signed authority NAME.crt and NAME.key in `folder`. */
function authority(folder: string, name: string, commonName: string): void {
  openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', join(folder, `${name}.key`));
  openssl(
    'req',
    '-x509',
    '-new',
    '-key',
    join(folder, `${name}.key`),
    '-subj',
    `/CN=${commonName}`,
    '-days',
    '30',
    '-out',
    join(folder, `${name}.crt`),
  );
}

/** Makes NAME.crt and NAME.key, good for servers and clients, signed by `signer`. */
export function certificate(folder: string, name: string, subject: string, alternativeNames = '', signer = 'ca'): void {
  const at = (suffix: string) => join(folder, `${name}.${suffix}`);
  openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', at('key'));
  openssl('req', '-new', '-key', at('key'), '-subj', subject, '-out', at('csr'));
  writeFileSync(
    at('ext'),
    `extendedKeyUsage=serverAuth,clientAuth\n${alternativeNames === '' ? '' : `subjectAltName=${alternativeNames}\n`}`,
  );
  const serial = `0x${randomBytes(8).toString('hex')}`;
  const ca = ['-CA', join(folder, `${signer}.crt`), '-CAkey', join(folder, `${signer}.key`), '-set_serial', serial];
  openssl('x509', '-req', '-in', at('csr'), ...ca, '-days', '30', '-extfile', at('ext'), '-out', at('crt'));
  for (const suffix of ['csr', 'ext']) rmSync(at(suffix));
}

/** Every key and certificate of one control plane at `address`, and tokens.csv (admin-token-NAME, dev-token-NAME). */
export function makePki(folder: string, name: string, address: string): void {
  authority(folder, 'ca', `${name}-ca`);
  authority(folder, 'front-ca', `${name}-front-proxy-ca`);
  const service = 'DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local';
  certificate(folder, 'apiserver', '/CN=kube-apiserver', `IP:${address},IP:127.0.0.1,IP:10.96.0.1,${service}`);
  certificate(folder, 'kubelet-server', '/CN=kubelet', `IP:${address},DNS:localhost`);
  certificate(folder, 'metrics-server', '/CN=metrics-server', `IP:${address},DNS:localhost,DNS:metrics-server.kube-system.svc`);
  certificate(folder, 'kubelet-client', '/O=system:masters/CN=kube-apiserver-kubelet-client');
  certificate(folder, 'front-client', '/CN=front-proxy-client', '', 'front-ca');
  certificate(folder, 'admin', '/O=system:masters/CN=kubernetes-admin');
  certificate(folder, 'kcm', '/CN=system:kube-controller-manager');
  certificate(folder, 'scheduler', '/CN=system:kube-scheduler');
  openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', join(folder, 'sa.key'));
  openssl('ec', '-in', join(folder, 'sa.key'), '-pubout', '-out', join(folder, 'sa.pub'));
  writeFileSync(join(folder, 'tokens.csv'), `admin-token-${name},token-admin,1,"system:masters"\ndev-token-${name},dev,2,"developers"\n`);
}
