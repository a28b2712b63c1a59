import { expect, test } from 'vitest';
import { openJournalChanges, openJournalExport } from '../../../electron/ipc/journal-streams.ts';
import type { JournalPiece } from '../../../shared/journal.ts';
import { initialCredit } from '../../../shared/wire.ts';
import { FakeClock } from '../kube/fake-clock.ts';

function changes() {
  const clock = new FakeClock();
  const written: { lines: number }[] = [];
  let append: () => void = () => undefined;
  let watched = true;
  const stream = openJournalChanges(
    (listener) => {
      append = listener;
      return () => {
        watched = false;
      };
    },
    (event) => written.push(JSON.parse(event).items),
    clock,
  );
  return { clock, written, stream, append: () => append(), watched: () => watched };
}

test('a line is told at once, further ones together, at most twice a second', async () => {
  const { clock, written, append } = changes();
  append();
  expect(written).toEqual([{ lines: 1 }]);
  for (let line = 0; line < 40; line++) append();
  expect(written).toHaveLength(1);
  await clock.pass(500);
  expect(written).toEqual([{ lines: 1 }, { lines: 41 }]);
  await clock.pass(5_000);
  expect(written).toHaveLength(2);
});

test('without credit nothing is told, and with it the newest number; after close nothing', async () => {
  const { clock, written, append, stream, watched } = changes();
  for (let line = 0; line < initialCredit + 5; line++) {
    append();
    await clock.pass(500);
  }
  expect(written).toHaveLength(initialCredit);
  stream.credit(1);
  expect(written.at(-1)).toEqual({ lines: initialCredit + 5 });
  append();
  stream.close();
  await clock.pass(5_000);
  expect(written).toHaveLength(initialCredit + 1);
  expect(watched()).toBe(false);
});

const piece = (text: string): JournalPiece => ({ text, entries: 1, damagedLines: 0, unreadable: [] });

/** Pieces, how many were made, and what was written. */
function exporting(count: number, fails = false) {
  let made = 0;
  async function* pieces() {
    for (; made < count; made++) yield piece(String(made));
    if (fails) throw new Error('EIO');
  }
  const written: { type: string; items?: JournalPiece; error?: unknown }[] = [];
  const stream = openJournalExport(pieces(), (event) => written.push(JSON.parse(event)));
  /** Resolves when everything that can happen has happened: the pieces here wait for nothing but microtasks. */
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return { stream, written, settled, made: () => made };
}

test('an export is written as fast as it is taken, in order, then its end', async () => {
  const { stream, written, settled, made } = exporting(initialCredit + 3);
  await settled();
  expect(written).toHaveLength(initialCredit);
  expect(made()).toBeLessThanOrEqual(initialCredit + 1);
  stream.credit(2);
  await settled();
  expect(written).toHaveLength(initialCredit + 2);
  stream.credit(5);
  await settled();
  expect(written.map(({ items }) => items?.text)).toEqual([...Array.from({ length: initialCredit + 3 }, (_, at) => String(at)), undefined]);
  expect(written.at(-1)).toEqual({ type: 'end', error: null });
});

test('an export that is closed makes no further piece and writes nothing', async () => {
  const { stream, written, settled, made } = exporting(100);
  await settled();
  stream.close();
  stream.credit(50);
  await settled();
  expect(written).toHaveLength(initialCredit);
  expect(made()).toBeLessThanOrEqual(initialCredit + 1);
});

test('an export that cannot go on ends with what is wrong', async () => {
  const { written, settled } = exporting(2, true);
  await settled();
  expect(written.at(-1)).toEqual({ type: 'end', error: { kind: 'internal', message: 'the journal could not be read: EIO' } });
});
