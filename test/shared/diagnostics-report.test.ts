import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClusterError } from '../../shared/cluster-error.ts';
import { asContextId } from '../../shared/context-id.ts';
import type { ContextDiagnostics, Diagnostics, SourceDiagnostics } from '../../shared/diagnostics.ts';
import { diagnosticsReport, type ReportFromPage } from '../../shared/diagnostics-report.ts';
import type { Freshness } from '../../shared/freshness.ts';

/*
 * The report is meant for a public bug tracker: every field that a cluster, a kubeconfig, a plugin or the user fills is
 * filled with a canary here, in the forms that its type allows, and none may come through.
 */

const now = 1_700_000_000_000;

const page: ReportFromPage = {
  stallMs: null,
  heapBytes: 40_000_000,
  lagOf: () => ({ longest: 61, mean: 48.5 }),
  rateOf: () => 2.5,
  windowSize: '1440x900',
  language: 'en',
};

/** Every kind of error, each text a canary. */
function errors(canary: string): readonly ClusterError[] {
  const causes = [{ reason: canary, message: canary, field: canary }];
  return [
    { kind: 'status', code: 403, reason: canary, message: canary, causes, retryAfterSeconds: null },
    { kind: 'unreachable', cause: 'refused', host: canary, code: canary, detail: canary },
    {
      kind: 'credentials',
      cause: 'plugin-failed',
      command: canary,
      exitCode: 1,
      stderr: canary,
      hint: canary,
      detail: canary,
    },
    { kind: 'kubeconfig', file: canary, line: 1, column: 1, message: canary },
    { kind: 'unsupported', what: canary, message: canary },
    { kind: 'invalid-answer', contentType: canary, detail: canary },
    { kind: 'internal', message: canary },
  ];
}

function freshnesses(canary: string): readonly Freshness[] {
  return [
    { state: 'not-connected' },
    { state: 'connecting', since: now, detail: canary },
    { state: 'listing', received: 5, about: null, lastByteAt: now },
    ...errors(canary).flatMap((error): Freshness[] => [
      { state: 'stale', since: now - 9_000, error, retryAt: now + 4_000, attempt: 2 },
      { state: 'unreachable', since: now, error, retryAt: null, attempt: 1 },
      { state: 'forbidden', since: now, error, retryAt: null },
      { state: 'live', lastByteAt: now, partial: { readable: [canary], missing: [{ namespace: canary, error }] } },
    ]),
  ];
}

function source(canary: string, freshness: Freshness): SourceDiagnostics {
  return {
    number: 1,
    resource: { group: canary.toLowerCase(), version: canary, resource: canary.toLowerCase() },
    namespaces: 3,
    selected: true,
    freshness,
    rows: 12,
    figures: { events: 7, restarts: { 'watch-silent': 2 } },
    encoding: 'json',
    fallback: 'unreadable',
  };
}

function filled(canary: string): Diagnostics {
  const contexts = freshnesses(canary).map(
    (freshness, index): ContextDiagnostics => ({
      contextId: asContextId(`/home/${canary}/config#${canary}-${index}`),
      freshness,
      version: canary,
      transport: { requests: 5, bytesReceived: 1_500_000, handshakes: 1, protocol: 'h2', openStreams: 2, restarts: 0 },
      lastByteAt: now - 2_000,
      clockSkewMs: -45_000,
      credential: { kind: 'token', since: now - 60_000, expiresAt: now + 90_000 },
      sources: [source(canary, freshness)],
    }),
  );
  return {
    takenAt: now,
    versions: { app: '0.1.0', shell: 'electron', electron: canary, chrome: canary, node: canary, os: `${canary} ${canary} ${canary}` },
    main: { stallMs: 3, heapBytes: 1_000_000, rssBytes: 200_000_000, threadRestarts: 0 },
    threads: [{ stallMs: 12, heapBytes: 9_000_000, contexts }],
  };
}

describe('the report for a bug', () => {
  it('lets no canary through, in whatever shape it comes', () => {
    const shapes = [
      'CANARY-7f3a9c',
      'canary-7f3a9c.internal.shop.example',
      'v1.33.2-canary-7f3a9c',
      'ECANARY7F3A9C_TOKEN',
      'eyJhbGciOiJSUzI1NiJ9.canary7f3a9c.x',
      '10.77.31.9:6443',
      'canary7f3a9c.k8s.io',
      'Linux canary7f3a9c',
    ];
    for (const shape of shapes) {
      const report = diagnosticsReport(filled(shape), page).toLowerCase();
      for (const part of ['canary', '7f3a9c', '10.77.31.9', 'shop.example', '6443']) expect(report, shape).not.toContain(part);
    }
  });

  it('lets no word through that anybody could have chosen', () => {
    // A word with a mark that no word of ours has.
    const word = fc.stringMatching(/^[A-Za-z][A-Za-z0-9./:_+ -]{0,30}zqx[A-Za-z0-9./:_+ -]{0,30}$/);
    fc.assert(
      fc.property(word, (text) => {
        expect(diagnosticsReport(filled(text), page).toLowerCase()).not.toContain('zqx');
      }),
    );
  });

  it('says everything that helps: figures, words of ours, kinds of Kubernetes itself, numbers for the rest', () => {
    const live: Freshness = { state: 'live', lastByteAt: now, partial: null };
    const own = {
      ...source('x', live),
      resource: { group: 'apps', version: 'v1', resource: 'deployments' },
      namespaces: null,
      selected: false,
    };
    const custom = {
      ...source('x', live),
      resource: { group: 'shop.example', version: 'v1', resource: 'carts' },
      encoding: 'table' as const,
    };
    const context: ContextDiagnostics = {
      contextId: asContextId('/k#shop'),
      freshness: { state: 'stale', since: now - 9_000, error: errors('x')[1] as ClusterError, retryAt: now + 4_000, attempt: 2 },
      version: 'v1.33.2-eks-5d4a308',
      transport: { requests: 5, bytesReceived: 1_500_000, handshakes: 1, protocol: 'h2', openStreams: 2, restarts: 0 },
      lastByteAt: now - 2_000,
      clockSkewMs: -45_000,
      credential: { kind: 'token', since: now - 60_000, expiresAt: now + 90_000 },
      sources: [own, custom],
    };
    const diagnostics: Diagnostics = {
      takenAt: now,
      versions: { app: '0.1.0', shell: 'browser', electron: '', chrome: '', node: '24.21.0', os: 'Linux 6.8.0-45-generic x64' },
      main: { stallMs: 3, heapBytes: 1_000_000, rssBytes: 200_000_000, threadRestarts: 0 },
      threads: [{ stallMs: null, heapBytes: 9_000_000, contexts: [context] }],
    };
    expect(diagnosticsReport(diagnostics, page)).toMatchInlineSnapshot(`
      "Timonier diagnostics
      app 0.1.0 (browser), Node 24.21.0
      OS Linux 6.8.0 x64; window 1440x900; language en
      taken 2023-11-14T22:13:20.000Z

      memory of the process 200.0 MB; threads restarted 0
      main process: longest stall in the last minute 3 ms, heap 1.0 MB
      data thread 1: longest stall in the last minute not measured, heap 9.0 MB, 1 contexts, 24 rows
      page: longest task in the last minute under 50 ms, heap 40.0 MB

      context-1: stale, begun 9 s ago (refused), attempt 2, retries in 4 s; server v1.33.2 eks
        last byte 2 s ago; events/s 2.5; lag longest 61 ms, mean 49 ms; clock server 45 s behind
        h2; requests 5; received 1.5 MB; connections 1; open 2; transport restarts 0
        credential token, first used 60 s ago, ends in 90 s
        restarts: watch-silent 4
        deployments.apps (all namespaces): 12 rows; live; json (fell back: unreadable); events 7, 2.5/s; restarts watch-silent 2
        custom-resource-1 (3 namespaces, selected): 12 rows; live; table (fell back: unreadable); events 7, 2.5/s; restarts watch-silent 2
      "
    `);
  });
});
