import { base64, makePair } from './certificates.ts';

/** One odd kubeconfig and what becomes of it. */
export interface Case {
  readonly name: string;
  readonly text: string;
  /** What the file's refusal says; absent = kubectl loads the file. */
  readonly refused?: RegExp;
  /** What makes the context `x` unusable; null = usable. Absent when there is no context `x`. */
  readonly broken?: RegExp | null;
  readonly warning?: RegExp;
  /** Line that the refusal or the broken reason names. */
  readonly line?: number;
}

const pair = makePair('jane');
const other = makePair('other');
const ca = base64(pair.certificate);

/** A kubeconfig with one context `x`; each part replaces the usual one. */
export function kubeconfig(parts: { head?: string; cluster?: string; user?: string; context?: string; tail?: string } = {}): string {
  return `${parts.head ?? 'apiVersion: v1\nkind: Config\n'}clusters:
- name: c
  cluster:
    ${parts.cluster ?? 'server: https://c.example:6443'}
users:
- name: u
  user:
    ${parts.user ?? 'token: abc'}
contexts:
- name: x
  context:
    ${parts.context ?? 'cluster: c\n    user: u'}
${parts.tail ?? ''}`;
}

const exec = (lines: string) => `exec:\n${lines.replace(/^/gm, '      ')}`;
const execV1 = 'apiVersion: client.authentication.k8s.io/v1\ninteractiveMode: Never\ncommand: plugin';

export const corpus: readonly Case[] = [
  { name: '1 empty file', text: '' },
  { name: '2 comments only', text: '# nothing\n# here\n' },
  { name: '2b document marker only', text: '---\n' },
  { name: '5 byte order mark', text: `\uFEFF${kubeconfig()}`, broken: null },
  { name: '6 CRLF', text: kubeconfig().replace(/\n/g, '\r\n'), broken: null },
  {
    name: '7 truncated in quotes',
    text: `${kubeconfig()}- name: "y`,
    refused: /ends in the middle \(line 16\). Is it still being written/,
    line: 16,
  },
  { name: '7b truncated in a flow list', text: 'clusters: [\n', refused: /ends in the middle \(line 1\)/ },
  { name: '8 tab indent', text: 'clusters:\n\t- name: c\n', refused: /line 2 is indented with a tab/, line: 2 },
  { name: '9 top-level list', text: '- a\n- b\n', refused: /is not a kubeconfig/ },
  { name: '10 top-level scalar', text: 'hello\n', refused: /is not a kubeconfig/ },
  {
    name: '11 kind Pod',
    text: kubeconfig({ head: 'apiVersion: v1\nkind: Pod\n' }),
    refused: /kind is Pod, expected Config/,
    line: 2,
    broken: /kind is Pod/,
  },
  {
    name: '12 apiVersion v2',
    text: kubeconfig({ head: 'apiVersion: v2\nkind: Config\n' }),
    refused: /no kind "Config" is registered for version "v2"/,
    line: 1,
    broken: /v2/,
  },
  { name: 'no kind, no apiVersion', text: kubeconfig({ head: '' }), broken: null },
  {
    name: '14 clusters null',
    text: 'clusters: null\nusers:\n- name: u\n  user: {}\ncontexts:\n- name: x\n  context: {cluster: c, user: u}\n',
    broken: /cluster `c` is not defined/,
    line: 7,
  },
  { name: '15 two documents', text: `${kubeconfig()}---\nkind: Pod\n`, broken: null, warning: /more than one YAML document/ },
  { name: '15b second document is no YAML', text: `${kubeconfig()}---\n{{{ [\n`, broken: null, warning: /more than one YAML document/ },
  {
    name: '16 duplicate key',
    text: kubeconfig({ tail: 'users:\n- name: v\n  user: {}\n' }),
    broken: /user `u` is not defined/,
    warning: /"users" is written twice \(lines 7 and 16\); the last one counts/,
  },
  {
    name: '17 duplicate cluster name',
    text: kubeconfig({ tail: '' }).replace('users:', '- name: c\n  cluster: {server: https://d}\nusers:'),
    refused: /duplicate name "c" in list clusters \(lines 4 and 7\)/,
    line: 7,
    broken: /duplicate name/,
  },
  {
    name: '18 missing cluster',
    text: kubeconfig({ context: 'cluster: nope\n    user: u' }),
    broken: /cluster `nope` is not defined/,
    line: 14,
  },
  { name: '19 missing user', text: kubeconfig({ context: 'cluster: c\n    user: nope' }), broken: /user `nope` is not defined/, line: 15 },
  { name: '19b no user named', text: kubeconfig({ context: 'cluster: c' }), broken: /names no user/ },
  { name: '20 current-context does not exist', text: kubeconfig({ tail: 'current-context: nope\n' }), broken: null },
  { name: '23 http to the world', text: kubeconfig({ cluster: 'server: http://c.example' }), broken: /plain http/ },
  { name: '23b http on loopback', text: kubeconfig({ cluster: 'server: http://127.0.0.1:8001' }), broken: null, warning: /plain http/ },
  {
    name: '23c http on a look-alike of loopback',
    text: kubeconfig({ cluster: 'server: http://127.0.0.1.evil.example' }),
    broken: /plain http/,
  },
  { name: '24 server with a path', text: kubeconfig({ cluster: 'server: https://rancher.example/k8s/clusters/c-1/' }), broken: null },
  { name: '24b server without a scheme', text: kubeconfig({ cluster: 'server: c.example:6443' }), broken: null },
  {
    name: '25 unix socket',
    text: kubeconfig({ cluster: 'server: unix:///run/x.sock' }),
    broken: /scheme unix of the server is not supported/,
  },
  { name: 'server is empty', text: kubeconfig({ cluster: 'server: ""' }), broken: /has no server/ },
  { name: 'server is no URL', text: kubeconfig({ cluster: 'server: "https://"' }), broken: /is not a URL/ },
  {
    name: '27 CA is not base64',
    text: kubeconfig({ cluster: 'server: https://c\n    certificate-authority-data: "%%%"' }),
    refused: /certificate-authority-data of cluster "c" is not base64/,
    line: 7,
    broken: /not base64/,
  },
  {
    name: '28 CA is junk',
    text: kubeconfig({ cluster: `server: https://c\n    certificate-authority-data: ${base64('junk')}` }),
    broken: /certificate-authority-data is not a PEM certificate/,
    line: 7,
  },
  {
    name: '28b CA has a PEM frame around junk',
    text: kubeconfig({
      cluster: `server: https://c\n    certificate-authority-data: ${base64('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n')}`,
    }),
    broken: /is not a PEM certificate/,
  },
  { name: 'CA in order', text: kubeconfig({ cluster: `server: https://c\n    certificate-authority-data: ${ca}` }), broken: null },
  {
    name: '30 CA file and data',
    text: kubeconfig({ cluster: `server: https://c\n    certificate-authority: ca.crt\n    certificate-authority-data: ${ca}` }),
    broken: /certificate-authority-data and certificate-authority are both specified/,
  },
  {
    name: 'CA and insecure',
    text: kubeconfig({ cluster: `server: https://c\n    insecure-skip-tls-verify: true\n    certificate-authority-data: ${ca}` }),
    broken: /insecure-skip-tls-verify and a certificate authority/,
  },
  {
    name: 'insecure',
    text: kubeconfig({ cluster: 'server: https://c\n    insecure-skip-tls-verify: true' }),
    broken: null,
    warning: /TLS is not verified/,
  },
  {
    name: 'insecure: yes is a boolean',
    text: kubeconfig({ cluster: 'server: https://c\n    insecure-skip-tls-verify: yes' }),
    broken: null,
    warning: /TLS is not verified/,
  },
  {
    name: 'insecure: "true" is not',
    text: kubeconfig({ cluster: 'server: https://c\n    insecure-skip-tls-verify: "true"' }),
    refused: /must be true or false/,
    broken: /must be true/,
  },
  { name: '31 certificate without key', text: kubeconfig({ user: `client-certificate-data: ${ca}` }), broken: /without its key/ },
  {
    name: '31b key without certificate',
    text: kubeconfig({ user: `client-key-data: ${base64(pair.key)}` }),
    broken: /without its certificate/,
  },
  {
    name: 'client key is junk',
    text: kubeconfig({ user: `client-certificate-data: ${ca}\n    client-key-data: ${base64('junk')}` }),
    broken: /client-key-data of u is not a PEM private key/,
  },
  { name: '35 groups without a user', text: kubeconfig({ user: 'as-groups: [admins]' }), broken: /without impersonating a user/ },
  {
    name: 'all impersonation',
    text: kubeconfig({ user: 'as: jane\n    as-uid: "7"\n    as-groups: [a, b]\n    as-user-extra: {k: [v]}' }),
    broken: null,
  },
  {
    name: '37 exec without command',
    text: kubeconfig({ user: exec('apiVersion: client.authentication.k8s.io/v1\ninteractiveMode: Never') }),
    broken: /command must be specified/,
  },
  {
    name: '38 exec v1alpha1',
    text: kubeconfig({ user: exec('apiVersion: client.authentication.k8s.io/v1alpha1\ncommand: aws') }),
    broken: /v1alpha1 was removed in 1\.24; re-run `aws eks update-kubeconfig`/,
  },
  { name: 'exec without apiVersion', text: kubeconfig({ user: exec('command: aws') }), broken: /apiVersion must be specified/ },
  {
    name: 'exec v1 without interactiveMode',
    text: kubeconfig({ user: exec('apiVersion: client.authentication.k8s.io/v1\ncommand: aws') }),
    broken: /interactiveMode must be specified/,
  },
  {
    name: 'exec v1beta1 without interactiveMode',
    text: kubeconfig({ user: exec('apiVersion: client.authentication.k8s.io/v1beta1\ncommand: aws') }),
    broken: null,
  },
  {
    name: 'exec with an odd interactiveMode',
    text: kubeconfig({ user: exec('apiVersion: client.authentication.k8s.io/v1\ncommand: aws\ninteractiveMode: Maybe') }),
    broken: /invalid interactiveMode/,
  },
  {
    name: '40 args are no list',
    text: kubeconfig({ user: exec(`${execV1}\nargs: --foo`) }),
    refused: /exec\.args of user "u" must be a list/,
    line: 14,
    broken: /must be a list/,
  },
  {
    name: '40b an arg is a number',
    text: kubeconfig({ user: exec(`${execV1}\nargs: [1]`) }),
    refused: /exec\.args of user "u"\[0\] must be text/,
    broken: /must be text/,
  },
  { name: 'env without a name', text: kubeconfig({ user: exec(`${execV1}\nenv: [{value: a}]`) }), broken: /env variable name/ },
  {
    name: '42 proxy-url ftp',
    text: kubeconfig({ cluster: 'server: https://c\n    proxy-url: ftp://p' }),
    broken: /proxy scheme ftp not supported/,
  },
  {
    name: 'proxy-url socks5h',
    text: kubeconfig({ cluster: 'server: https://c\n    proxy-url: socks5h://p:1080' }),
    broken: /proxy scheme socks5h not supported/,
  },
  { name: 'proxy-url socks5', text: kubeconfig({ cluster: 'server: https://c\n    proxy-url: socks5://p:1080' }), broken: null },
  {
    name: '43 namespace',
    text: kubeconfig({ context: 'cluster: c\n    user: u\n    namespace: Not_Valid' }),
    broken: null,
    warning: /namespace "Not_Valid" is not a DNS label/,
  },
  {
    name: '45 __proto__ as names',
    text: 'clusters:\n- name: __proto__\n  cluster: {server: https://p}\nusers:\n- name: constructor\n  user: {token: t}\ncontexts:\n- name: x\n  context: {cluster: __proto__, user: constructor}\n',
    broken: null,
  },
  { name: '47 !!js/function', text: kubeconfig({ user: 'token: !!js/function "x"' }), broken: null },
  {
    name: '48 numeric name',
    text: kubeconfig().replace('name: u', 'name: 123'),
    refused: /users\[0\]\.name must be text, but 123 is a number/,
    line: 8,
    broken: /must be text/,
  },
  {
    name: '48b boolean name',
    text: kubeconfig().replace('name: u', 'name: on'),
    refused: /must be text, but on is a boolean/,
    broken: /must be text/,
  },
  { name: 'a date is text', text: kubeconfig({ user: 'token: 2024-01-02' }), broken: null },
  { name: 'a sexagesimal is text', text: kubeconfig({ user: 'token: 12:30' }), broken: null },
  { name: 'an octal is a number', text: kubeconfig({ user: 'token: 0777' }), refused: /must be text/, broken: /must be text/ },
  { name: 'an exponent is a number', text: kubeconfig({ user: 'token: 12e03' }), refused: /must be text/, broken: /must be text/ },
  { name: 'a hash that looks like a number', text: kubeconfig({ user: 'token: 0x1g' }), broken: null },
  {
    name: 'token and password',
    text: kubeconfig({ user: 'token: a\n    username: b' }),
    broken: /more than one authentication method found for u; found \[token basicAuth\]/,
  },
  {
    name: 'auth-provider and token',
    text: kubeconfig({ user: 'token: a\n    auth-provider: {name: oidc}' }),
    broken: /auth-provider and token/,
  },
  { name: 'auth-provider gcp', text: kubeconfig({ user: 'auth-provider: {name: gcp}' }), broken: /was removed in kubectl 1\.26/ },
  { name: 'empty user', text: kubeconfig({ user: '{}' }), broken: null },
  {
    name: 'anchor and merge key',
    text: kubeconfig({ cluster: '&c\n    server: https://c' })
      .replace('users:', '- name: d\n  cluster:\n    <<: *x\nusers:')
      .replace('&c', '')
      .replace('cluster:\n    \n', 'cluster: &x\n'),
    broken: null,
  },
  { name: 'unknown anchor', text: kubeconfig({ user: '*nope' }), refused: /anchor "nope" is not defined/ },
  { name: 'anchor in itself', text: 'clusters: &a\n- *a\n', refused: /contains itself/ },
  { name: 'key is a list', text: '? [a]\n: b\n', refused: /a key must be plain text/ },
  { name: 'unknown fields', text: kubeconfig({ tail: 'whatever: {deep: [1, 2]}\n' }), broken: null },
  { name: 'field in other case', text: kubeconfig({ cluster: 'Server: https://c' }), broken: /has no server/ },
];

/** A context whose key belongs to another certificate (32); found when the pair is used. */
export const mismatchedPair = kubeconfig({ user: `client-certificate-data: ${ca}\n    client-key-data: ${base64(other.key)}` });
/** A context with a pair in order. */
export const matchedPair = kubeconfig({ user: `client-certificate-data: ${ca}\n    client-key-data: ${base64(pair.key)}` });
