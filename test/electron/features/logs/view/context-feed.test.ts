import { afterAll, expect, test } from 'vitest';
import type { FromFeed } from '../../../../../electron/features/logs/feed.ts';
import { Scanner } from '../../../../../electron/features/logs/search/scanner.ts';
import { ContextFeed } from '../../../../../electron/features/logs/view/context-feed.ts';
import { ViewLines } from '../../../../../electron/features/logs/view/view-lines.ts';
import { mostSources, ViewSources } from '../../../../../electron/features/logs/view/view-sources.ts';
import { contextIdOf } from '../../../../../shared/context-id.ts';
import type { LogSource } from '../../../../../shared/logs.ts';
import { testBaseMs } from './test-lines.ts';

const scanner = new Scanner();

afterAll(() => scanner.close());

const contextId = contextIdOf('/kubeconfig', 'prod');

/** A feed into a view of its own, with what it says. */
function newFeed() {
  const lines = new ViewLines({ bytes: 1_048_576, lines: 1_000 }, null, testBaseMs, scanner, () => undefined);
  const start = { since: { type: 'all' }, tailLines: null, previous: false } as const;
  const said: Extract<FromFeed, { type: 'selection' }>[] = [];
  const leftOut: number[] = [];
  const feed = new ContextFeed(contextId, { selections: [], start, openedAt: testBaseMs }, lines, new ViewSources(), {
    selection: (each) => said.push(each),
    leftOut: (number) => leftOut.push(number),
  });
  feed.begins();
  const join = (number: number, containerType: LogSource['containerType'] = 'regular') =>
    feed.take({
      type: 'source',
      source: {
        feed: number,
        selection: 0,
        contextId,
        namespace: 'shop',
        pod: `pod-${number}`,
        podUid: `uid-${number}`,
        container: 'app',
        containerType,
        node: 'node-1',
        restarts: 0,
        hasPrevious: false,
      },
      state: { state: 'following' },
    });
  return { feed, join, lines, said, leftOut };
}

test('the end of an init container is told among the lines when it failed, and else by the list of sources only', () => {
  const { feed, join, lines } = newFeed();
  const types = ['init', 'init', 'regular', 'sidecar'] as const;
  for (const [number, type] of types.entries()) join(number, type);
  const end = (number: number, exitCode: number) => {
    const mark = { mark: 'ended', exitCode, reason: exitCode === 0 ? 'Completed' : 'Error', at: testBaseMs } as const;
    feed.take({ type: 'mark', feed: number, at: { micros: testBaseMs * 1_000, nanos: 0 }, mark });
  };
  for (const [number, exitCode] of [0, 1, 0, 0].entries()) end(number, exitCode);
  feed.take({
    type: 'mark',
    feed: 0,
    at: { micros: testBaseMs * 1_000, nanos: 0 },
    mark: { mark: 'dropped', count: null, why: 'deleted', again: false },
  });
  const told = [...lines.store.marks].map(([id, { mark }]) => [lines.store.columns.source(id), mark]);
  expect(told).toEqual([
    [1, 'ended'],
    [2, 'ended'],
    [3, 'ended'],
    [0, 'dropped'],
  ]);
});

test('that sources go on after a connection broke is told once for all of them, and again for the next break', () => {
  const { feed, join, lines } = newFeed();
  for (let number = 0; number < 4; number++) join(number);
  const goesOn = (number: number, from: number, at: number) => {
    const mark = { mark: 'reconnected', from: testBaseMs + from, at: testBaseMs + at, lines: 5 } as const;
    feed.take({ type: 'mark', feed: number, at: { micros: (testBaseMs + from) * 1_000, nanos: 0 }, mark });
  };
  goesOn(0, 10_000, 12_000);
  goesOn(1, 10_050, 13_000);
  goesOn(2, 9_950, 11_900);
  // Broke when the others went on already.
  goesOn(3, 14_000, 16_000);
  lines.settle();
  expect([...lines.store.marks].map(([id, mark]) => ({ source: lines.store.columns.source(id), ...mark }))).toEqual([
    { source: 0, mark: 'reconnected', from: testBaseMs + 9_950, at: testBaseMs + 13_000, lines: 15, sources: 3 },
    { source: 3, mark: 'reconnected', from: testBaseMs + 14_000, at: testBaseMs + 16_000, lines: 5 },
  ]);
});

test('a selection says so when it has more containers than a view can have, and those beyond are not read', () => {
  const { feed, join, said, leftOut } = newFeed();
  for (let number = 0; number < mostSources; number++) join(number);
  feed.take({ type: 'selection', index: 0, error: null, pods: mostSources });
  expect(said.at(-1)?.error).toBeNull();
  expect(leftOut).toEqual([]);
  join(mostSources);
  expect(leftOut).toEqual([mostSources]);
  expect(said.at(-1)).toMatchObject({ pods: mostSources, error: { kind: 'unsupported', what: 'log sources' } });
  feed.take({ type: 'selection', index: 0, error: null, pods: mostSources + 1 });
  expect(said.at(-1)).toMatchObject({ pods: mostSources + 1, error: { kind: 'unsupported', what: 'log sources' } });
});
