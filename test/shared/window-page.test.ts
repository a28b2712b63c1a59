import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseScope } from '../../renderer/state/scope.ts';
import { parseSelectedObject } from '../../renderer/state/selected-object.ts';
import { asContextId } from '../../shared/context-id.ts';
import { addressOfLogPage, type LogPage, parseLogPage } from '../../shared/log-page.ts';
import { addressOfPage, windowPageSchema } from '../../shared/window-page.ts';

const segment = fc.stringMatching(/^[A-Za-z0-9]([-A-Za-z0-9_.]{0,20}[A-Za-z0-9])?$/);
// JSON and percent encoding have no form for a lone surrogate, and no name of a context has one.
const wellFormed = (text: string) => text.isWellFormed();
const contextId = fc.string({ minLength: 1, maxLength: 60, unit: 'binary' }).filter(wellFormed).map(asContextId);
const target = fc.oneof(
  fc.record({
    type: fc.constant('pods' as const),
    pods: fc.array(fc.record({ namespace: segment, name: segment }), { minLength: 1, maxLength: 5 }),
  }),
  fc.record({
    type: fc.constant('workload' as const),
    resource: fc.record({ group: fc.oneof(fc.constant(''), segment), version: segment, resource: segment }),
    namespace: segment,
    name: segment,
  }),
  fc.record({
    type: fc.constant('labels' as const),
    selector: fc.string({ minLength: 1, maxLength: 80, unit: 'binary' }).filter(wellFormed),
    namespaces: fc.option(fc.array(segment, { maxLength: 4 })),
  }),
);
const since = fc.oneof(
  fc.record({ type: fc.constant('all' as const) }),
  fc.record({ type: fc.constant('duration' as const), seconds: fc.integer({ min: 1, max: 31_536_000 }) }),
  fc.record({ type: fc.constant('time' as const), time: fc.maxSafeNat() }),
);
const logs: fc.Arbitrary<LogPage> = fc.record(
  {
    title: fc.string({ minLength: 1, maxLength: 80, unit: 'binary' }).filter(wellFormed),
    selections: fc.array(fc.record({ contextId, target, containers: fc.array(segment, { maxLength: 3 }) }), { minLength: 1, maxLength: 5 }),
    start: fc.option(fc.record({ since, tailLines: fc.option(fc.nat(10_000_000)), previous: fc.boolean() })),
  },
  { noNullPrototype: true },
);
const object = fc.record({
  contextId,
  resource: fc.record({ group: fc.oneof(fc.constant(''), segment), version: segment, resource: segment }),
  namespace: fc.oneof(fc.constant(''), segment),
  name: segment,
});
const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown;

describe('the address of a log view', () => {
  it('gives back exactly what it was made of, through a URL', () => {
    fc.assert(
      fc.property(logs, (page) => {
        const url = new URL(`app://ui${addressOfLogPage(page)}`);
        expect(url.pathname).toBe('/logs');
        // Nothing of it is sent to a server.
        expect(url.search).toBe('');
        expect(parseLogPage(url.hash)).toEqual({ ok: true, page: plain(page) });
      }),
    );
  });

  it('never throws, whatever stands there', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (text, named) => {
        const parsed = parseLogPage(named ? `#view=${text}` : text);
        if (!parsed.ok) expect(parsed.problem).not.toBe('');
      }),
    );
  });

  it.each([
    ['', '#view=…'],
    ['#t=token', '#view=…'],
    ['#view=%E0%A4%A', 'URI malformed'],
    ['#view=%7B', "Expected property name or '}' in JSON at position 1"],
    ['#view=%7B%7D', 'title: '],
    [`#view=${encodeURIComponent(JSON.stringify({ title: 'x', selections: [], start: null }))}`, 'selections: '],
    [
      `#view=${encodeURIComponent(
        JSON.stringify({
          title: 'x',
          selections: [{ contextId: 'a', target: { type: 'pods', pods: [{ namespace: '../x', name: 'y' }] } }],
          start: null,
        }),
      )}`,
      'selections.0.target.pods.0.namespace: ',
    ],
  ])('says what is wrong with %s', (hash, problem) => {
    expect(parseLogPage(hash)).toEqual({ ok: false, problem: expect.stringContaining(problem) });
  });
});

describe('a page for a window', () => {
  it('always has an address on our own origin', () => {
    fc.assert(
      fc.property(fc.oneof(logs, object), (page) => {
        const parsed = windowPageSchema.parse('title' in page ? { page: 'logs', logs: page } : { page: 'object', object: page });
        const url = new URL(`http://127.0.0.1:1${addressOfPage(parsed)}`);
        expect(url.origin).toBe('http://127.0.0.1:1');
        expect(url.pathname).toMatch(/^\/(logs$|r\/)/);
      }),
    );
  });

  it('shows an object in its context, as the page reads addresses', () => {
    fc.assert(
      fc.property(object, (page) => {
        const url = new URL(`http://127.0.0.1:1${addressOfPage({ page: 'object', object: page })}`);
        expect(parseScope(url.search).contextIds).toEqual([page.contextId]);
        expect(parseSelectedObject(url.search)).toEqual({ contextId: page.contextId, namespace: page.namespace, name: page.name });
      }),
    );
  });
});
