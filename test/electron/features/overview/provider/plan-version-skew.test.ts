import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareVersions, planVersionSkew } from '../../../../../electron/features/overview/provider/plan-version-skew.ts';

test.each<[string, string | null, readonly string[], object]>([
  ['all alike', 'v1.34.6', ['v1.34.6', 'v1.34.6'], { state: 'ok', minorsBehind: 0, patchesBehind: 0 }],
  ['a patch behind', 'v1.34.6', ['v1.34.6', 'v1.34.2'], { state: 'ok', minorsBehind: 0, patchesBehind: 4 }],
  ['a patch ahead is not behind', 'v1.34.2', ['v1.34.6'], { state: 'ok', patchesBehind: 0 }],
  ['three minors are allowed', 'v1.34.6', ['v1.31.0'], { state: 'behind', minorsBehind: 3, allowed: 3, patchesBehind: null }],
  ['four are not', 'v1.34.6', ['v1.34.6', 'v1.30.14'], { state: 'unsupported', minorsBehind: 4 }],
  ['before 1.25 two are', 'v1.27.0', ['v1.24.17'], { state: 'unsupported', minorsBehind: 3, allowed: 2 }],
  ['newer than the server never', 'v1.34.6', ['v1.35.0', 'v1.33.0'], { state: 'ahead', minorsBehind: 1 }],
  [
    'vendors’ builds compare as what they are built from',
    'v1.34.1-eks-3025e55',
    ['v1.33.5-eks-113cf36'],
    { state: 'behind', minorsBehind: 1 },
  ],
  ['nothing is known of the server', null, ['v1.34.6'], { server: '', state: 'unknown', minorsBehind: null, patchesBehind: null }],
  ['nothing is known of nodes', 'v1.34.6', [], { state: 'unknown', oldest: null, newest: null, minorsBehind: null }],
  ['no versions at all', 'main', ['', 'x'], { state: 'unknown', oldest: null }],
])('%s', (_what, server, kubelets, expected) => {
  expect(planVersionSkew(server, kubelets)).toMatchObject(expected);
});

test('versions are counted, newest first, as numbers', () => {
  const skew = planVersionSkew('v1.34.10', ['v1.34.9', 'v1.34.10', 'v1.34.9', 'v1.9.0']);
  expect(skew.kubelets).toEqual([
    { version: 'v1.34.10', nodes: 1 },
    { version: 'v1.34.9', nodes: 2 },
    { version: 'v1.9.0', nodes: 1 },
  ]);
  expect([skew.newest?.version, skew.oldest?.version]).toEqual(['v1.34.10', 'v1.9.0']);
});

const anyVersion = fc.oneof(
  fc.string(),
  fc.tuple(fc.nat(40), fc.nat(20), fc.string()).map(([minor, patch, rest]) => `v1.${minor}.${patch}${rest}`),
);

test('versions are in one order, and nothing throws', () => {
  fc.assert(
    fc.property(anyVersion, anyVersion, anyVersion, (a, b, c) => {
      expect(Math.sign(compareVersions(a, b)) + Math.sign(compareVersions(b, a))).toBe(0);
      if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0) expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
      expect(planVersionSkew(a, [b, c]).kubelets.reduce((sum, one) => sum + one.nodes, 0)).toBe([b, c].filter((one) => one !== '').length);
    }),
  );
});
