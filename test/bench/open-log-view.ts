import { randomUUID } from 'node:crypto';
import type { ContextId } from '../../shared/context-id.ts';
import type { LogRow, LogSource } from '../../shared/logs.ts';
import type { PageClient } from '../e2e/page-client.ts';
import { Changes } from '../e2e/watched-list.ts';
import { type BenchApp, benchNamespace } from './log-server-pods.ts';

/** Longest a case may take, ms. */
const patience = 180_000;

/** A log view as a page holds it, without a page. */
export interface OpenLogView {
  readonly view: string;
  /** Lines in the store, marks included. */
  total(): number;
  dropped(): number;
  sources(): readonly LogSource[];
  /** Resolves when the store has that many lines, to `performance.now()` then. */
  filled(lines: number): Promise<number>;
  /** Searches, and resolves to how many lines matched and to how long the first and the whole answer took. */
  search(text: string, regex: boolean): Promise<{ readonly found: number; readonly firstMs: number; readonly allMs: number }>;
  /** Shows the last `rows` rows and hears of each row that was not there before. */
  follow(rows: number, listener: (row: LogRow, at: number) => void): Promise<void>;
  close(): void;
}

/** Opens a view of all pods of one app of log-server.ts, from their beginning. */
export function openLogView(client: PageClient, contextId: ContextId, app: BenchApp): OpenLogView {
  const view = randomUUID();
  const changes = new Changes();
  let total = 0;
  let dropped = 0;
  let sources: readonly LogSource[] = [];
  let searches = 0;
  let search = { search: 0, found: 0, progress: 0, error: null as string | null };
  let newest = -1;
  let hear: (row: LogRow, at: number) => void = () => undefined;
  const end = client.open(
    'logs.view',
    {
      view,
      selections: [{ contextId, target: { type: 'labels', selector: `app=${app}`, namespaces: [benchNamespace] }, containers: [] }],
      start: { since: { type: 'all' }, tailLines: null, previous: false },
      // What is asked for is that two million lines stay in memory's and the file's hands together; marks come on top.
      budget: { bytes: 268_435_456, lines: 2_000_000 },
    },
    (event) => {
      if (event.type !== 'items') return;
      const item = event.items;
      if (item.counts !== undefined) {
        ({ total, dropped } = item.counts);
      }
      sources = item.sources ?? sources;
      search = item.search ?? search;
      if (item.tail !== undefined) {
        const at = performance.timeOrigin + performance.now();
        const before = newest;
        for (const row of item.tail.rows) {
          if (row.id <= before) continue;
          newest = Math.max(newest, row.id);
          hear(row, at);
        }
      }
      changes.fire();
    },
  );
  return {
    view,
    total: () => total,
    dropped: () => dropped,
    sources: () => sources,
    filled: async (lines) => {
      await changes.until(`${lines} lines (there are ${total})`, () => total >= lines, patience);
      return performance.now();
    },
    search: async (text, regex) => {
      const number = ++searches;
      const started = performance.now();
      await client.call('logs.search', { view, search: number, pattern: { text, regex, matchCase: true } });
      const mine = () => search.search === number && search;
      await changes.until(`the first hit of ${text}`, () => mine() && (search.found > 0 || search.progress >= 1), patience);
      const firstMs = performance.now() - started;
      await changes.until(`all hits of ${text}`, () => mine() && search.progress >= 1, patience);
      if (search.error !== null) throw new Error(search.error);
      return { found: search.found, firstMs, allMs: performance.now() - started };
    },
    follow: async (rows, listener) => {
      hear = listener;
      await client.call('logs.follow', { view, rows });
    },
    close: end,
  };
}
