import { expect, test } from 'vitest';
import { isFiltered, parseJournalFilters, withJournalFilters } from '../../../../renderer/features/journal/journal-filters.ts';
import { planChanges } from '../../../../renderer/features/journal/plan-changes.ts';
import { canUndo, outcomeWords, resourceWords } from '../../../../renderer/features/journal/plan-entry-words.ts';
import { planJournalColumns } from '../../../../renderer/features/journal/plan-journal-columns.ts';
import { planJournalRows } from '../../../../renderer/features/journal/plan-journal-rows.ts';
import { asContextId } from '../../../../shared/context-id.ts';
import type { WriteOutcome } from '../../../../shared/journal.ts';
import { entry } from './journal-values.ts';

test('the address says which entries are shown, and keeps what belongs to others', () => {
  const search = withJournalFilters('?c=a&c=b', { text: 'web 0', contextId: asContextId('/k/config#prod'), run: 'r1', outcome: 'failed' });
  expect(parseJournalFilters(search)).toEqual({ text: 'web 0', contextId: '/k/config#prod', run: 'r1', outcome: 'failed' });
  expect(new URLSearchParams(search).getAll('c')).toEqual(['a', 'b']);
  const cleared = withJournalFilters(search, { text: '', contextId: null, run: '', outcome: null });
  expect(cleared).toBe('c=a&c=b');
  expect(isFiltered(parseJournalFilters(cleared))).toBe(false);
  expect(isFiltered(parseJournalFilters(search))).toBe(true);
  expect(parseJournalFilters('?outcome=whatever').outcome).toBeNull();
});

const error = { kind: 'unreachable', cause: 'reset', host: 'h', code: 'ECONNRESET', detail: '' } as const;
const status = (code: number) => ({ kind: 'status', code, reason: '', message: '', causes: [], retryAfterSeconds: null }) as const;

test.each<[string, WriteOutcome, string, string]>([
  ['done', { type: 'done', changed: true, code: 200 }, 'done', 'outcome.done'],
  ['nothing to do', { type: 'done', changed: false, code: 0 }, 'done', 'outcome.unchanged'],
  ['denied', { type: 'denied', reason: 'frozen' }, 'forbidden', 'outcome.denied'],
  ['refused by the server', { type: 'failed', error: status(403) }, 'broken', 'outcome.failed'],
  ['turned away by a budget, which is no failure of anything', { type: 'failed', error: status(429) }, 'attention', 'outcome.refused'],
  ['cut after it was sent', { type: 'unknown', error }, 'unknown', 'outcome.unknown'],
  ['never answered before the app ended', { type: 'unknown', error: null }, 'unknown', 'outcome.unseen'],
])('a write that was %s is said so', (_what, outcome, shape, key) => {
  expect(outcomeWords(entry(1, { outcome }), new Set())).toMatchObject({ shape, key });
});

test('only a write that this app waits for is said to be under way', () => {
  const unseen = entry(1, { outcome: { type: 'unknown', error: null } });
  expect(outcomeWords(unseen, new Set([unseen.id]))).toMatchObject({ shape: 'progressing', key: 'outcome.underWay' });
  expect(outcomeWords(unseen, new Set(['other']))).toMatchObject({ key: 'outcome.unseen' });
});

test('undo is offered for what changed something, or may have, and can be taken back', () => {
  const offered = (about: Parameters<typeof entry>[1], underWay: readonly string[] = []) => canUndo(entry(1, about), new Set(underWay));
  const unseen = { outcome: { type: 'unknown', error: null } } as const;
  expect(offered({})).toBe(true);
  expect(offered(unseen)).toBe(true);
  expect(offered(unseen, [entry(1).id])).toBe(false);
  expect(offered({ undoable: false })).toBe(false);
  expect(offered({ outcome: { type: 'done', changed: false, code: 200 } })).toBe(false);
  expect(offered({ outcome: { type: 'denied', reason: '' } })).toBe(false);
});

test('what was written to is named as RBAC names it', () => {
  const { target } = entry(1);
  expect(resourceWords({ ...target, resource: 'pods', subresource: 'eviction' })).toBe('pods/eviction');
  expect(resourceWords({ ...target, group: 'apps', resource: 'deployments' })).toBe('deployments.apps');
});

test.each<[string, unknown, unknown, readonly (readonly [string, string | null, string | null])[]]>([
  ['a field that is set', { spec: { unschedulable: null } }, { spec: { unschedulable: true } }, [['spec.unschedulable', null, 'true']]],
  [
    'labels that come, go and change',
    { labels: { team: 'a', 'x.org/y': '1', same: 's' } },
    { labels: { team: 'b', new: 'n', same: 's' } },
    [
      ['labels.new', null, 'n'],
      ['labels.team', 'a', 'b'],
      ['labels["x.org/y"]', '1', null],
    ],
  ],
  ['a list, as a whole', { taints: [] }, { taints: [{ key: 'k' }] }, [['taints', '[]', '[{"key":"k"}]']]],
  [
    'an object that becomes a text',
    { a: { b: 1 } },
    { a: 'x' },
    [
      ['a', null, 'x'],
      ['a.b', '1', null],
    ],
  ],
  ['nothing', null, null, []],
  ['the same', { a: [1] }, { a: [1] }, []],
  ['no value at all before', null, { a: 1 }, [['a', null, '1']]],
])('%s is told field by field', (_what, before, after, changes) => {
  expect(planChanges(before, after).map(({ field, before: from, after: to }) => [field, from, to])).toEqual(changes);
});

test('entries stand under their days, whose number is said only when all of it was read', () => {
  const noon = new Date(2026, 10, 26, 12).getTime();
  const yesterday = new Date(2026, 10, 25, 12).getTime();
  const entries = [entry(5, { at: noon + 1 }), entry(4, { at: noon }), entry(3, { at: yesterday })];
  const counts = (more: boolean) => planJournalRows(entries, more).flatMap((row) => (row.type === 'day' ? [row.count] : []));
  expect(planJournalRows(entries, false).map(({ type }) => type)).toEqual(['day', 'entry', 'entry', 'day', 'entry']);
  expect(counts(false)).toEqual([2, 1]);
  expect(counts(true)).toEqual([2, null]);
});

test('columns leave in their order as the table becomes narrow; what, where and how it ended never do', () => {
  const at = (width: number) => {
    const { namespace, credential, context } = planJournalColumns(width);
    return [credential, namespace, context];
  };
  expect([at(1_400), at(1_000), at(800), at(600)]).toEqual([
    [true, true, true],
    [false, true, true],
    [false, false, true],
    [false, false, false],
  ]);
});
