import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { Scanner } from '../../../../../electron/features/logs/search/scanner.ts';
import { LogView } from '../../../../../electron/features/logs/view/log-view.ts';
import { SaveLines } from '../../../../../electron/features/logs/view/save-lines.ts';
import { SpillFile } from '../../../../../electron/features/logs/view/spill-file.ts';
import { systemClock } from '../../../../../electron/kube/clock.ts';
import { until } from '../../../kube/test-context.ts';
import { batchOf } from './test-lines.ts';

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

test('long lines that are in the file are read from it once, however many pieces a save takes', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'timonier-save-'));
  closing.push(() => rmSync(folder, { recursive: true, force: true }));
  const scanner = new Scanner();
  const start = { since: { type: 'all' }, tailLines: null, previous: false } as const;
  const args = { view: 'saved', selections: [], start, budget: { bytes: 1_048_576, lines: 100_000 } };
  const view = new LogView(args, { clock: systemClock, scanner, folder, notify: () => undefined, send: () => undefined });
  closing.push(
    () => view.close(),
    () => scanner.close(),
  );
  const texts = Array.from({ length: 100 }, (_, index) => `${index} ${'x'.repeat(100_000)}`);
  texts.forEach((text, index) => {
    view.lines.append(0, batchOf([{ micros: index, text }]));
  });
  const size = texts.join('\n').length;
  view.lines.settle();
  await until('spilled', () => view.lines.budget.spilledBytes > size / 2);
  const reads = vi.spyOn(SpillFile.prototype, 'read');
  closing.push(() => reads.mockRestore());
  const saved: string[] = [];
  let ended = false;
  const save: SaveLines = new SaveLines(
    view,
    { view: 'saved', what: 'all', format: 'plain', timestamps: false, prefix: false },
    (event) => {
      const { type, items } = JSON.parse(event) as { readonly type: string; readonly items?: { readonly text: string } };
      ended = type === 'end';
      if (items !== undefined) saved.push(items.text);
      queueMicrotask(() => save.grant(1));
    },
  );
  await until('saved', () => ended);
  expect(saved.join('') === texts.map((text) => `${text}\n`).join('')).toBe(true);
  const read = reads.mock.calls.reduce((sum, [, from, to]) => sum + to - from, 0);
  expect(read).toBeGreaterThan(size / 2);
  expect(read).toBeLessThan(2 * size);
});
