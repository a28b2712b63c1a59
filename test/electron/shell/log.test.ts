import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createLog, redact } from '../../../electron/shell/log.ts';

test.each([
  'Authorization: Bearer canary-1.2_3/4+5=',
  'authorization: basic Y2FuYXJ5',
  'proxy http://me:canary@proxy.example:3128/',
  'token eyJhbGciOiJSUzI1NiJ9.eyJjYW5hcnkiOjF9.c2lnbmF0dXJl',
  '-----BEGIN RSA PRIVATE KEY-----\ncanary\n-----END RSA PRIVATE KEY-----',
  '-----BEGIN PRIVATE KEY-----\ncanary cut off',
  '{"token":"canary","x":1}',
  'client-key-data: canary',
  'password=canary',
  'http://127.0.0.1:1/#t=canary',
])('%j loses its secret', (text) => {
  const redacted = redact(text);
  expect(redacted).not.toMatch(/canary|Y2FuYXJ5|eyJ/);
});

test('ordinary text stays', () => {
  expect(redact('context /home/me/.kube/config#prod: connect ECONNREFUSED 10.0.0.1:6443')).toBe(
    'context /home/me/.kube/config#prod: connect ECONNREFUSED 10.0.0.1:6443',
  );
});

test('one line per entry, private, set aside when it is large', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'timonier-test-'));
  try {
    const file = path.join(folder, 'logs', 'timonier.log');
    const log = createLog(file);
    log('first\n  second');
    log('password=canary');
    expect(readFileSync(file, 'utf8')).toMatch(/^\S+Z first \| second\n\S+Z password=<redacted>\n$/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    writeFileSync(file, 'x'.repeat(1024 * 1024 + 1));
    log('after');
    expect(readFileSync(file, 'utf8')).toMatch(/^\S+Z after\n$/);
    expect(statSync(`${file}.1`).size).toBeGreaterThan(1024 * 1024);
    expect(() => createLog(path.join(file, 'below-a-file.log'))('lost')).not.toThrow();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
