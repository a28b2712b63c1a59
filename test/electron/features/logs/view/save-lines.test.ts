import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { Scanner } from '../../../../../electron/features/logs/search/scanner.ts';
import { LogView } from '../../../../../electron/features/logs/view/log-view.ts';
import { SaveLines } from '../../../../../electron/features/logs/view/save-lines.ts';
import { SpillFile } from '../../../../../electron/features/logs/view/spill-file.ts';
import { systemClock } from '../../../../../electron/kube/clock.ts';
import { contextIdOf } from '../../../../../shared/context-id.ts';
import { until } from '../../../kube/test-context.ts';
import { batchOf } from './test-lines.ts';

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A view that reads nothing by itself, in a folder of its own. */
function openView(): LogView {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'timonier-save-'));
  const scanner = new Scanner();
  const start = { since: { type: 'all' }, tailLines: null, previous: false } as const;
  const args = { view: 'saved', selections: [], start, budget: { bytes: 1_048_576, lines: 100_000 } };
  const view = new LogView(args, { clock: systemClock, scanner, folder, notify: () => undefined, send: () => undefined });
  closing.push(
    () => rmSync(folder, { recursive: true, force: true }),
    () => view.close(),
    () => scanner.close(),
  );
  return view;
}

/** The saved file, once it is whole. */
async function saved(view: LogView, prefix: boolean): Promise<string> {
  const texts: string[] = [];
  let ended = false;
  const save: SaveLines = new SaveLines(view, { view: 'saved', what: 'all', format: 'plain', timestamps: false, prefix }, (event) => {
    const { type, items } = JSON.parse(event) as { readonly type: string; readonly items?: { readonly text: string } };
    ended = type === 'end';
    if (items !== undefined) texts.push(items.text);
    queueMicrotask(() => save.grant(1));
  });
  await until('saved', () => ended);
  return texts.join('');
}

test('long lines that are in the file are read from it once, however many pieces a save takes', async () => {
  const view = openView();
  const texts = Array.from({ length: 100 }, (_, index) => `${index} ${'x'.repeat(100_000)}`);
  texts.forEach((text, index) => {
    view.lines.append(0, batchOf([{ micros: index, text }]));
  });
  const size = texts.join('\n').length;
  view.lines.settle();
  await until('spilled', () => view.lines.budget.spilledBytes > size / 2);
  const reads = vi.spyOn(SpillFile.prototype, 'read');
  closing.push(() => reads.mockRestore());
  expect((await saved(view, false)) === texts.map((text) => `${text}\n`).join('')).toBe(true);
  const read = reads.mock.calls.reduce((sum, [, from, to]) => sum + to - from, 0);
  expect(read).toBeGreaterThan(size / 2);
  expect(read).toBeLessThan(2 * size);
});

test('no name that an API server gives begins a line of another container', async () => {
  const view = openView();
  view.sources.add(
    {
      feed: 0,
      selection: 0,
      contextId: contextIdOf('/kubeconfig', 'staging'),
      namespace: 'shop',
      pod: 'checkout\n[prod/shop/checkout/app] all is well\r\u2028',
      podUid: 'uid',
      container: 'app',
      containerType: 'regular',
      node: 'node-1',
      restarts: 0,
      hasPrevious: false,
    },
    { state: 'following' },
  );
  view.lines.append(0, batchOf([{ micros: 0, text: 'a line' }]));
  const text = await saved(view, true);
  expect(text.split(/[\n\r\u2028]/)).toHaveLength(2);
  expect(text).toMatch(/^\[staging\/shop\/checkout\uFFFD\[prod.* a line\n$/);
});

test('lines that a save did not come to before they were dropped are counted', async () => {
  const view = openView();
  const text = 'x'.repeat(200);
  let written = 0;
  const write = (lines: number) => {
    const batch = Array.from({ length: lines }, () => ({ micros: written++, text }));
    view.lines.append(0, batchOf(batch));
  };
  write(50_000);
  const items: { readonly text: string; readonly missing?: number }[] = [];
  let ended = false;
  const save = new SaveLines(view, { view: 'saved', what: 'all', format: 'plain', timestamps: false, prefix: false }, (event) => {
    const message = JSON.parse(event) as { readonly type: string; readonly items?: { readonly text: string; readonly missing?: number } };
    ended = message.type === 'end';
    if (message.items !== undefined) items.push(message.items);
  });
  const expected = view.lines.store.order.ids.length;
  // Nobody takes what was sent, and meanwhile the budget of the view pushes the oldest lines out.
  while (view.lines.store.firstId < 20_000) {
    write(50_000);
    view.lines.settle();
    await new Promise((resolve) => setImmediate(resolve));
  }
  for (let granted = 0; granted < 1_000; granted++) save.grant(1);
  await until('saved', () => ended);
  const lines = items.reduce((sum, item) => sum + item.text.split('\n').length - 1, 0);
  const missing = items.reduce((sum, item) => sum + (item.missing ?? 0), 0);
  expect(missing).toBeGreaterThan(0);
  expect(lines + missing).toBe(expected);
});
