import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withNewest, withOlder } from '../../../../renderer/features/journal/join-pages.ts';
import { JournalList } from '../../../../renderer/features/journal/journal-list.ts';
import { failure, type Result, success } from '../../../../shared/cluster-error.ts';
import type { JournalEntry, JournalPage } from '../../../../shared/journal.ts';
import { entry, page } from './journal-values.ts';

const filters = { text: '', contextId: null, run: '', outcome: null };
/** Far behind the newest entry, as when the page was just opened. */
const now = 1_000_000_000;

/** A main side with these entries (newest first), which looks at `atOnce` of them for one page. */
class FakeMainSide {
  entries: readonly JournalEntry[] = [];
  atOnce = Number.POSITIVE_INFINITY;
  failure: Result<JournalPage> | null = null;
  tell: () => void = () => undefined;

  readonly bridge = {
    call: async (_channel: string, { before = '', limit = 200 }: { before?: string; limit?: number }) => {
      if (this.failure !== null) return this.failure;
      const rest = this.entries.filter(({ id }) => before === '' || id < before);
      const looked = rest.slice(0, Math.min(limit, this.atOnce));
      return success(page(looked, looked.length < rest.length));
    },
    open: (_channel: string, _args: unknown, listener: (event: unknown) => void) => {
      this.tell = () => listener({ type: 'items', items: { lines: 1 } });
      return () => undefined;
    },
  };
}

/** Resolves when everything that can happen has happened: the main side here waits for nothing but microtasks. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
const range = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, index) => entry(from - index));
const shown = (list: JournalList) => list.state().read?.entries.map(({ id }) => Number(id)) ?? [];
const opened = (main: FakeMainSide) => new JournalList(main.bridge as never, filters, () => now);

test('older entries come when they are looked for, each once, down to the beginning', async () => {
  const main = new FakeMainSide();
  main.entries = range(500, 1);
  const list = opened(main);
  await settled();
  expect(shown(list)).toHaveLength(200);
  expect(list.state().searching).toBe(false);
  list.older();
  list.older();
  await settled();
  expect(shown(list)).toHaveLength(400);
  list.older();
  await settled();
  expect(shown(list)).toEqual(main.entries.map(({ id }) => Number(id)));
  expect(list.state().read?.next).toBe('');
  list.close();
});

test('a search that looks at little at once goes on by itself until a screen is full', async () => {
  const main = new FakeMainSide();
  main.entries = range(1_000, 1);
  main.atOnce = 7;
  const list = opened(main);
  await settled();
  expect(shown(list).length).toBeGreaterThanOrEqual(200);
  expect(list.state()).toMatchObject({ searching: false, error: null });
  list.close();
});

test('what this app writes is shown before what was read, and an outcome that came later replaces that of before', async () => {
  const main = new FakeMainSide();
  main.entries = range(500, 1);
  const list = opened(main);
  await settled();
  list.older();
  await settled();
  const asked = entry(501, { answeredAt: null, outcome: { type: 'unknown', error: null } });
  main.entries = [asked, ...range(500, 1)];
  main.tell();
  await settled();
  expect(shown(list)).toEqual(range(501, 101).map(({ id }) => Number(id)));
  main.entries = range(501, 1);
  main.tell();
  await settled();
  expect(list.state().read?.entries[0]?.outcome.type).toBe('done');
  list.close();
});

test('a reading that fails says why and leaves what was read; after close nothing changes', async () => {
  const main = new FakeMainSide();
  main.entries = range(3, 1);
  const list = opened(main);
  await settled();
  main.failure = failure({ kind: 'internal', message: 'EIO' });
  list.refresh();
  await settled();
  expect(list.state().error).toMatchObject({ message: 'EIO' });
  expect(shown(list)).toEqual([3, 2, 1]);
  main.failure = null;
  list.refresh();
  list.close();
  await settled();
  expect(list.state().error).toMatchObject({ message: 'EIO' });
});

test('whatever was read and whatever came since, what is shown is the journal from its newest entry on, without gap or double', () => {
  const size = fc.integer({ min: 1, max: 30 });
  fc.assert(
    fc.property(fc.nat(60), fc.nat(60), size, size, (before, since, firstSize, secondSize) => {
      const all = range(before + since, 1);
      const newest = (entries: readonly JournalEntry[], limit: number) => page(entries.slice(0, limit), entries.length > limit);
      const first = newest(all.slice(since), firstSize);
      const older = all.slice(since).filter(({ id }) => first.next !== '' && id < first.next);
      const read = first.next === '' ? first : withOlder(first, newest(older, 10));
      // It was read half a second after the newest entry of then.
      const joined = withNewest(read, newest(all, secondSize), before * 1_000 + 500);
      expect(joined.entries).toEqual(all.slice(0, joined.entries.length));
      if (joined.next === '') expect(joined.entries).toEqual(all);
      else expect(joined.next).toBe(joined.entries.at(-1)?.id);
    }),
  );
});
