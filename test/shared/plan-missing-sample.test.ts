import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planMissingSample, type Unmeasured } from '../../shared/plan-missing-sample.ts';

const node = { name: 'n-1', ready: true, measured: false } as const;
const pod: Unmeasured = { ageMs: 3_600_000, running: true, node };

test.each<[string, Unmeasured, boolean | null, object]>([
  ['no container of it runs', { ...pod, running: false }, null, { kind: 'not-running' }],
  ['no node has it', { ...pod, running: null, node: null }, null, { kind: 'not-running' }],
  [
    'its node is not ready, however young it is',
    { ...pod, ageMs: 1, node: { ...node, ready: false } },
    null,
    { kind: 'node-silent', node: 'n-1' },
  ],
  ['made, or begun anew, less than two minutes ago', { ...pod, ageMs: 119_999 }, null, { kind: 'too-young', ageMs: 119_999 }],
  ['made in the future, by a clock that is behind', { ...pod, ageMs: -5_000 }, null, { kind: 'too-young', ageMs: 0 }],
  ['its ready node is not measured', { ...pod, ageMs: 120_000 }, null, { kind: 'not-scraped', node: 'n-1', certificate: null }],
  ['…and metrics-server checks certificates', pod, true, { kind: 'not-scraped', node: 'n-1', certificate: true }],
  ['…and metrics-server does not check certificates', pod, false, { kind: 'not-scraped', node: 'n-1', certificate: false }],
  ['its node is measured', { ...pod, node: { ...node, measured: true } }, true, { kind: 'unknown' }],
  ['nodes may not be read', { ...pod, node: { ...node, ready: null, measured: null } }, true, { kind: 'unknown' }],
  ['a node without its own sample', { ageMs: null, running: true, node }, null, { kind: 'not-scraped', node: 'n-1', certificate: null }],
])('%s', (_, object, certificatesChecked, expected) => {
  expect(planMissingSample(object, certificatesChecked)).toEqual(expected);
});

const maybe = fc.option(fc.boolean(), { nil: null });

test('nothing is claimed that is not known', () => {
  const objects = fc.record({
    ageMs: fc.option(fc.integer({ min: 0, max: 300_000 }), { nil: null }),
    running: maybe,
    node: fc.option(fc.record({ name: fc.constant('n-1'), ready: maybe, measured: maybe }), { nil: null }),
  });
  fc.assert(
    fc.property(objects, maybe, (object, certificatesChecked) => {
      const why = planMissingSample(object, certificatesChecked);
      if (why.kind === 'not-running') expect(object.running === false || object.node === null).toBe(true);
      if (why.kind === 'node-silent') expect(object.node?.ready).toBe(false);
      if (why.kind === 'too-young') expect(object.ageMs).toBe(why.ageMs);
      if (why.kind === 'not-scraped') expect([object.node?.measured, why.certificate]).toEqual([false, certificatesChecked]);
    }),
  );
});
