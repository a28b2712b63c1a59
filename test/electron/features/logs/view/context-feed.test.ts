import { afterAll, expect, test } from 'vitest';
import type { FromFeed } from '../../../../../electron/features/logs/feed.ts';
import { Scanner } from '../../../../../electron/features/logs/search/scanner.ts';
import { ContextFeed } from '../../../../../electron/features/logs/view/context-feed.ts';
import { ViewLines } from '../../../../../electron/features/logs/view/view-lines.ts';
import { mostSources, ViewSources } from '../../../../../electron/features/logs/view/view-sources.ts';
import { contextIdOf } from '../../../../../shared/context-id.ts';
import { testBaseMs } from './test-lines.ts';

const scanner = new Scanner();

afterAll(() => scanner.close());

test('a selection says so when it has more containers than a view can have, and those beyond are not read', () => {
  const contextId = contextIdOf('/kubeconfig', 'prod');
  const lines = new ViewLines({ bytes: 1_048_576, lines: 1_000 }, null, testBaseMs, scanner, () => undefined);
  const start = { since: { type: 'all' }, tailLines: null, previous: false } as const;
  const said: Extract<FromFeed, { type: 'selection' }>[] = [];
  const leftOut: number[] = [];
  const feed = new ContextFeed(contextId, { selections: [], start, openedAt: testBaseMs }, lines, new ViewSources(), {
    selection: (each) => said.push(each),
    leftOut: (number) => leftOut.push(number),
  });
  feed.begins();
  const join = (number: number) =>
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
        containerType: 'regular',
        node: 'node-1',
        restarts: 0,
        hasPrevious: false,
      },
      state: { state: 'following' },
    });
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
