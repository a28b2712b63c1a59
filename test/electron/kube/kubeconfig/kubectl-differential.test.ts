import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkContext } from '../../../../electron/kube/kubeconfig/check-context.ts';
import type { ClusterEntry, ContextEntry, UserEntry } from '../../../../electron/kube/kubeconfig/kubeconfig-entries.ts';
import { mergeKubeconfigs } from '../../../../electron/kube/kubeconfig/merge-kubeconfigs.ts';
import { parseKubeconfig } from '../../../../electron/kube/kubeconfig/parse-kubeconfig.ts';
import { corpus } from './corpus.ts';
import { kubectlMissing, refusedByKubectl, viewByKubectl } from './kubectl.ts';

const fixtures = join(import.meta.dirname, '../../../fixtures/kubeconfigs');
const providers = readdirSync(fixtures).map((name) => readFileSync(join(fixtures, name), 'utf8'));
const title = kubectlMissing === null ? 'compared with kubectl' : `compared with kubectl: skipped, ${kubectlMissing}`;

/** Lines that can stand in for a value: each is a trap of YAML 1.1 or of Go's JSON decoder. */
const values = [
  '',
  '~',
  'null',
  'yes',
  'off',
  '1',
  '0777',
  '0x1F',
  '1_000',
  '1e3',
  '.5',
  '-.inf',
  '12:30',
  '2024-01-02',
  '"1"',
  "'yes'",
  '[]',
  '{}',
  '[a, b]',
  '{a: b}',
  '!!str 1',
  '!!int "1"',
  '|\n      text',
  'a b c',
  '&a x',
  '*a',
  '@x',
  '%x',
  '`x',
  '"unclosed',
];
const keys = [
  'kind',
  'apiVersion',
  'name',
  'server',
  'user',
  'cluster',
  'namespace',
  'token',
  'args',
  'exec',
  'env',
  'clusters',
  'users',
  'contexts',
  'extensions',
  'preferences',
  'current-context',
  'insecure-skip-tls-verify',
  'as-groups',
  'as-user-extra',
  'installHint',
  'provideClusterInfo',
  'unknown',
];

/** One change to a text that a hand, an editor or a half-written file could make. */
const mutation: fc.Arbitrary<(lines: string[]) => string[]> = fc.oneof(
  fc.nat().map((at) => (lines: string[]) => lines.filter((_line, index) => index !== at % lines.length)),
  fc
    .nat()
    .map((at) => (lines: string[]) => [
      ...lines.slice(0, at % lines.length),
      lines[at % lines.length] ?? '',
      ...lines.slice(at % lines.length),
    ]),
  fc.nat().map((at) => (lines: string[]) => lines.slice(0, at % lines.length)),
  fc.tuple(fc.nat(), fc.constantFrom(...values)).map(
    ([at, value]) =>
      (lines: string[]) =>
        lines.map((line, index) => (index === at % lines.length ? line.replace(/^(\s*(?:- )?[\w-]+:).*$/, `$1 ${value}`) : line)),
  ),
  fc.tuple(fc.nat(), fc.constantFrom(...keys), fc.constantFrom(...values)).map(([at, key, value]) => (lines: string[]) => {
    const index = at % lines.length;
    const indent = /^\s*/.exec(lines[index] ?? '')?.[0] ?? '';
    return [...lines.slice(0, index), `${indent}${key}: ${value}`, ...lines.slice(index)];
  }),
  fc.tuple(fc.nat(), fc.integer({ min: 1, max: 4 })).map(
    ([at, by]) =>
      (lines: string[]) =>
        lines.map((line, index) => (index === at % lines.length ? ' '.repeat(by) + line : line)),
  ),
  fc.nat().map((at) => (lines: string[]) => lines.map((line, index) => (index === at % lines.length ? line.replace(/^ {2}/, '\t') : line))),
  fc.constant((lines: string[]) => [...lines, '---', 'kind: Pod']),
);

const mutated = fc
  .tuple(fc.constantFrom(...providers), fc.array(mutation, { minLength: 1, maxLength: 3 }))
  .map(([text, mutations]) =>
    mutations.reduce((lines, mutate) => (lines.length === 0 ? lines : mutate(lines)), text.split('\n')).join('\n'),
  );

describe.skipIf(kubectlMissing !== null)(title, () => {
  test('accepts and refuses the corpus as kubectl does', { timeout: 60_000 }, () => {
    const theirs = refusedByKubectl(corpus.map((entry) => entry.text));
    const ours = corpus.map((entry) => parseKubeconfig(entry.text, 'f').refused !== null);
    expect(corpus.map((entry, index) => `${entry.name}: ${ours[index]}`)).toEqual(
      corpus.map((entry, index) => `${entry.name}: ${theirs[index]}`),
    );
  });

  test('accepts and refuses mutated provider kubeconfigs as kubectl does', { timeout: 120_000 }, () => {
    const samples = fc.sample(mutated, {
      numRuns: Number(process.env.TIMONIER_KUBECONFIG_CASES ?? 600),
      seed: Number(process.env.TIMONIER_SEED ?? 20261123),
    });
    const theirs = refusedByKubectl(samples);
    const differing = samples.filter((text, index) => {
      const { refused } = parseKubeconfig(text, 'f');
      // Meant differences: kubectl stops reading in silence where the text goes on left of its first line, we say so; and
      // js-yaml and go-yaml differ on tabs before comments and inside flow lists, which no tool writes.
      if (theirs[index] === false && /end of the stream or a document separator is expected/.test(refused?.message ?? '')) return false;
      if (/^[ ]*\t[ \t]*(?:#|-?-?[^\n]*\]$)/m.test(text)) return false;
      return (refused !== null) !== theirs[index];
    });
    expect(theirs.filter(Boolean).length).toBeGreaterThan(50);
    expect(theirs.filter((refused) => !refused).length).toBeGreaterThan(50);
    expect(differing).toEqual([]);
  });

  test('reads the same values', { timeout: 60_000 }, () => {
    for (const text of [
      ...providers,
      ...corpus
        .filter((entry) => entry.refused === undefined && !/empty|comments|marker/.test(entry.name))
        .slice(0, 30)
        .map((entry) => entry.text),
    ]) {
      const view = viewByKubectl([text]) as KubectlView;
      const parsed = parseKubeconfig(text, 'f');
      expect([...parsed.clusters.values()].map(clusterFacts).sort(byName)).toEqual((view.clusters ?? []).map(theirCluster).sort(byName));
      expect([...parsed.contexts.values()].map(contextFacts).sort(byName)).toEqual((view.contexts ?? []).map(theirContext).sort(byName));
      expect([...parsed.users.values()].map(userFacts).sort(byName)).toEqual((view.users ?? []).map(theirUser).sort(byName));
    }
  });

  test('merges a list of files as kubectl does', { timeout: 60_000 }, () => {
    const a = 'contexts: [{name: x, context: {cluster: c, user: u}}]\nusers: [{name: u, user: {token: from-a}}]\n';
    const b =
      'contexts: [{name: x, context: {cluster: d, user: u}}, {name: z, context: {cluster: d, user: u}}]\nclusters: [{name: c, cluster: {server: https://c}}, {name: d, cluster: {server: https://d}}]\nusers: [{name: u, user: {token: from-b}}]\n';
    const view = viewByKubectl([a, b]) as KubectlView;
    const merged = mergeKubeconfigs([parseKubeconfig(a, 'a'), parseKubeconfig(b, 'b')]);
    expect(merged.map(({ context }) => contextFacts(context)).sort(byName)).toEqual((view.contexts ?? []).map(theirContext).sort(byName));
    for (const { user } of merged) expect(user?.token).toBe(view.users?.[0]?.user.token);
  });
});

test('no mutation makes the reader throw, and every unusable context says why', () => {
  fc.assert(
    fc.property(mutated, (text) => {
      const parsed = parseKubeconfig(text, 'f');
      if (parsed.refused !== null) expect(parsed.refused.message).not.toBe('');
      for (const merged of mergeKubeconfigs([parsed])) {
        const { broken } = checkContext(merged, () => null);
        if (broken === null) expect(merged.cluster?.server).not.toBe('');
        else expect(broken.message.trim().length).toBeGreaterThan(10);
      }
    }),
    { numRuns: 400 },
  );
});

test('no bytes make the reader throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => void parseKubeconfig(text, 'f')),
    { numRuns: 500 },
  );
});

interface KubectlView {
  readonly clusters: readonly { name: string; cluster: Record<string, unknown> }[] | null;
  readonly contexts: readonly { name: string; context: Record<string, unknown> }[] | null;
  readonly users: readonly { name: string; user: Record<string, unknown> }[] | null;
}

const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
const decoded = (value: unknown) => (typeof value === 'string' ? Buffer.from(value, 'base64').toString('utf8') : '');

function clusterFacts(entry: ClusterEntry) {
  const { name, server, insecureSkipTlsVerify, tlsServerName, proxyUrl, certificateAuthorityData } = entry;
  return { name, server, insecureSkipTlsVerify, tlsServerName, proxyUrl, certificateAuthorityData };
}

function theirCluster({ name, cluster }: { name: string; cluster: Record<string, unknown> }) {
  return {
    name,
    server: cluster.server ?? '',
    insecureSkipTlsVerify: cluster['insecure-skip-tls-verify'] ?? false,
    tlsServerName: cluster['tls-server-name'] ?? '',
    proxyUrl: cluster['proxy-url'] ?? '',
    certificateAuthorityData: decoded(cluster['certificate-authority-data']),
  };
}

function contextFacts({ name, cluster, user, namespace }: ContextEntry) {
  return { name, cluster, user, namespace };
}

function theirContext({ name, context }: { name: string; context: Record<string, unknown> }) {
  return { name, cluster: context.cluster ?? '', user: context.user ?? '', namespace: context.namespace ?? '' };
}

function userFacts(entry: UserEntry) {
  const { name, token, username, impersonate, impersonateGroups, exec } = entry;
  const execFacts = exec === null ? null : { ...exec, args: [...exec.args], env: exec.env.map((pair) => ({ ...pair })) };
  return {
    name,
    token,
    username,
    impersonate,
    impersonateGroups: [...impersonateGroups],
    exec: execFacts,
    clientKeyData: entry.clientKeyData,
  };
}

function theirUser({ name, user }: { name: string; user: Record<string, unknown> }) {
  const exec = user.exec as Record<string, unknown> | undefined;
  return {
    name,
    token: user.token ?? '',
    username: user.username ?? '',
    impersonate: user.as ?? '',
    impersonateGroups: user['as-groups'] ?? [],
    exec:
      exec === undefined
        ? null
        : {
            command: exec.command ?? '',
            args: exec.args ?? [],
            env: exec.env ?? [],
            apiVersion: exec.apiVersion ?? '',
            installHint: exec.installHint ?? '',
            provideClusterInfo: exec.provideClusterInfo ?? false,
            interactiveMode: exec.interactiveMode ?? '',
          },
    clientKeyData: decoded(user['client-key-data']),
  };
}
