import { expect, test } from 'vitest';
import { eventRates, rateKey } from '../../../../renderer/features/diagnostics/event-rates.ts';
import { contextIdOf } from '../../../../shared/context-id.ts';
import type { Diagnostics, SourceDiagnostics } from '../../../../shared/diagnostics.ts';

const contextId = contextIdOf('/k', 'shop');

function source(resource: string, events: number): SourceDiagnostics {
  return {
    number: resource.length,
    resource: { group: '', version: 'v1', resource },
    namespaces: null,
    selected: false,
    freshness: { state: 'live', lastByteAt: 0, partial: null },
    rows: 1,
    figures: { events, restarts: {} },
    encoding: 'json',
    fallback: null,
  };
}

function taken(takenAt: number, sources: readonly SourceDiagnostics[]): Diagnostics {
  const context = {
    contextId,
    freshness: { state: 'not-connected' },
    version: null,
    transport: null,
    lastByteAt: null,
    clockSkewMs: null,
    credential: null,
    sources,
  } as const;
  return {
    takenAt,
    versions: { app: '1', shell: 'browser', electron: '', chrome: '', node: '24', os: 'Linux' },
    main: { stallMs: null, heapBytes: 0, rssBytes: 0, threadRestarts: 0 },
    threads: [{ stallMs: null, heapBytes: 0, contexts: [context] }],
  };
}

test('events per second of each list and of the context are those between two answers', () => {
  const [pods, nodes] = [source('pods', 30), source('nodes', 4)];
  const rates = eventRates(taken(1_000, [source('pods', 10), source('nodes', 4)]), taken(3_000, [pods, nodes]));
  expect(rates.get(rateKey(contextId, pods))).toBe(10);
  expect(rates.get(rateKey(contextId, nodes))).toBe(0);
  expect(rates.get(rateKey(contextId, null))).toBe(10);
});

test('there is no rate before a second answer, none for a list that is new, and none below zero', () => {
  const pods = source('pods', 3);
  expect(eventRates(null, taken(1_000, [pods])).size).toBe(0);
  const rates = eventRates(taken(0, [source('pods', 50)]), taken(1_000, [pods, source('nodes', 9)]));
  expect(rates.get(rateKey(contextId, pods))).toBe(3);
  expect(rates.has(rateKey(contextId, source('nodes', 9)))).toBe(false);
});
