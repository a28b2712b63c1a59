import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitChips } from '../../../../renderer/features/tables/filter-field.tsx';
import { matchesLabels, parseLabelSelector } from '../../../../renderer/features/tables/label-selector.ts';
import { columnProblems, filterOf } from '../../../../renderer/features/tables/match-filter.ts';
import { parseFilter, withoutTerm } from '../../../../renderer/features/tables/parse-filter.ts';
import type { TableEntry } from '../../../../renderer/features/tables/table-entry.ts';
import { contextIdOf } from '../../../../shared/context-id.ts';
import type { Health } from '../../../../shared/row.ts';

interface Given {
  name?: string;
  namespace?: string;
  status?: string;
  node?: string;
  cluster?: string;
  health?: Health;
  labels?: Record<string, string>;
}

function entry(given: Given): TableEntry {
  return {
    key: 'k',
    source: {
      contextId: contextIdOf('/c', 'x'),
      displayName: given.cluster ?? 'ovh-prod',
      order: 0,
      columnIndex: new Map([
        ['status', 0],
        ['node', 1],
      ]),
    },
    row: {
      uid: 'u',
      name: given.name ?? 'web-0',
      namespace: given.namespace ?? 'payments',
      createdAt: 0,
      health: given.health ?? 'ok',
      cells: [given.status ?? 'Running', given.node ?? 'node-a'],
      labels: given.labels ?? {},
    },
    version: 0,
    changedAt: 0,
    gone: false,
    problem: false,
    matches: true,
    inView: true,
    sortKey: null,
    placedKey: null,
    tie: '',
    haystack: null,
  };
}

function passes(filter: string, given: Given, resource = 'pods'): boolean {
  const test = filterOf(parseFilter(filter), resource);
  return test === null || test(entry(given));
}

describe('parseFilter', () => {
  it.each<[string, Given, boolean]>([
    ['', {}, true],
    ['web', {}, true],
    ['WEB pay', {}, true],
    ['!web', {}, false],
    ['"web 0"', { name: 'web 0' }, true],
    ['"web 0"', { name: 'web-0' }, false],
    ['/^web-\\d$/', {}, true],
    ['/^eb-\\d$/', {}, false],
    ['/web-\\d/', {}, true],
    ['!/web-\\d/', {}, false],
    ['/a b/', { name: 'xa by' }, true],
    ['status:Running', {}, true],
    ['status:!Running', {}, false],
    ['!status:Running', {}, false],
    ['!status:!Running', {}, true],
    ['status:Ready', { status: 'NotReady' }, false],
    ['status:Ready', { status: 'Ready,SchedulingDisabled' }, true],
    ['status:Pending,Running', {}, true],
    ['status:broken', { health: 'broken', status: 'Error' }, true],
    ['ns:pay', {}, true],
    ['ns:ments', {}, false],
    ['ns:*ments', {}, true],
    ['ns:p*s', {}, true],
    ['ns:!payments', {}, false],
    ['node:node-a', {}, true],
    ['node:node-b', {}, false],
    ['cluster:ovh', {}, true],
    ['cluster:eks', {}, false],
    ['label:app=web', { labels: { app: 'web' } }, true],
    ['label:app=web', { labels: { app: 'webby' } }, false],
    ['label:app!=web', { labels: {} }, true],
    ['label:app!=web', { labels: { app: 'web' } }, false],
    ['label:app in (web, api) 0', { labels: { app: 'api' } }, true],
    ['label:app notin (web)', { labels: {} }, true],
    ['label:app', { labels: { app: '' } }, true],
    ['label:!app', { labels: { app: '' } }, false],
    ['!label:app=web', { labels: { app: 'web' } }, false],
    ['label:app=web,tier!=db', { labels: { app: 'web', tier: 'db' } }, false],
    ['label:toString', {}, false],
    ['label:app.kubernetes.io/name=web', { labels: { 'app.kubernetes.io/name': 'web' } }, true],
    ['nginx:1.25', { name: 'nginx:1.25' }, true],
  ])('%s on %o is %s', (filter, given, wanted) => {
    expect(passes(filter, given)).toBe(wanted);
  });

  it('says what is wrong and ignores only that term', () => {
    for (const [text, kind] of [
      ['/(a/', 'regex'],
      ['/(?=a)b/', 'regex'],
      ['/abc', 'unclosed'],
      ['"abc', 'unclosed'],
      ['label:a=b=c', 'selector'],
      ['foo:bar', 'unknown-key'],
    ] as const) {
      const parsed = parseFilter(`web ${text}`);
      expect(
        parsed.problems.map((problem) => problem.kind),
        text,
      ).toContain(kind);
      expect(parsed.terms[0]?.test, text).toMatchObject({ kind: 'text', text: 'web' });
    }
    expect(passes('/(a/ web', {})).toBe(true);
  });

  it('says that a column is missing instead of hiding everything in silence', () => {
    expect(columnProblems(parseFilter('node:a'), 'deployments', ['ready'])).toMatchObject([{ kind: 'no-column' }]);
    expect(columnProblems(parseFilter('node:a'), 'nodes', ['status'])).toEqual([]);
  });

  it('is not stopped by expressions that make backtracking engines take for ever', () => {
    for (const evil of ['/(a+)+#/', '/(a|a)*b/', '/(.*)*x/', '/^(\\w+\\s?)*#$/']) {
      expect(passes(evil, { name: `${'a'.repeat(200)}!` })).toBe(false);
    }
  });

  it('takes any text, and its terms are exactly what was typed', () => {
    const word = fc.constantFrom(
      'web',
      '!x',
      '/re g/',
      '/(',
      '"q q"',
      '"',
      'label:a=b',
      'label:a in (b, c)',
      'status:!R',
      'ns:',
      'node:*a*',
      'a:b',
      '!',
      '\t',
    );
    const texts = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.array(word, { maxLength: 6 }).map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const { terms } = parseFilter(text);
        let end = 0;
        for (const term of terms) {
          expect(text.slice(end, term.start).trim()).toBe('');
          expect(text.slice(term.start, term.end)).toBe(term.raw);
          end = term.end;
        }
        expect(text.slice(end).trim()).toBe('');
        filterOf(parseFilter(text), 'pods')?.(entry({}));
      }),
      { numRuns: 500 },
    );
  });

  it('splits chips and rest without losing a character, and takes a term out cleanly', () => {
    const { chips, rest } = splitChips('label:a=b status:!Running gate');
    expect(chips.map((chip) => chip.raw)).toEqual(['label:a=b', 'status:!Running']);
    expect(rest).toBe('gate');
    expect(splitChips('label:a=b').chips).toEqual([]);
    const parsed = parseFilter('a label:x=y b');
    const [, middle] = parsed.terms;
    expect(middle && withoutTerm('a label:x=y b', middle)).toBe('a b');
  });
});

describe('label selectors', () => {
  it('agree with the negation of their opposite', () => {
    const labels = fc.dictionary(fc.constantFrom('app', 'tier'), fc.constantFrom('a', 'b', ''));
    fc.assert(
      fc.property(labels, fc.constantFrom('a', 'b', 'c'), (given, value) => {
        const is = (selector: string) => matchesLabels(parseLabelSelector(selector) ?? [], given);
        expect(is(`app=${value}`)).toBe(!is(`app!=${value}`));
        expect(is(`app in (${value}, b)`)).toBe(!is(`app notin (${value},b)`));
        expect(is('app')).toBe(!is('!app'));
        expect(is(`app==${value},tier`)).toBe(is(`app=${value}`) && is('tier'));
      }),
    );
  });
});
