import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planColumns, sentenceCase } from '../../../../renderer/features/tables/plan-columns.ts';
import { naturalKey } from '../../../../renderer/features/tables/sort-entries.ts';
import { fitName } from '../../../../renderer/ui/fit-name.ts';
import { pods } from '../../../../shared/kinds/pods.ts';
import { kubectlCommand, shellQuote } from '../../../../shared/kubectl-command.ts';

describe('fitName', () => {
  const pod = 'payments-gateway-5c7f9d6b84-m8zqp';
  const shown = (name: string, room: number) => {
    const { base, hash, suffix } = fitName(name, room);
    return base + hash + suffix;
  };
  it('cuts the hash first, then the base, never the suffix', () => {
    expect(shown(pod, 40)).toBe(pod);
    expect(shown(pod, 26)).toBe('payments-gateway-5c…-m8zqp');
    expect(shown(pod, 18)).toBe('payments-ga…-m8zqp');
    expect(shown('ip-10-40-3-118.eu-west-3.compute.internal', 20)).toMatch(/^ip-10-.*….*ternal$/);
  });
  it('never takes more room than there is, and always shows the end', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9]([-a-z0-9.]{0,60}[a-z0-9])?$/), fc.integer({ min: 12, max: 60 }), (name, room) => {
        const text = shown(name, room);
        expect(text.length).toBeLessThanOrEqual(Math.max(room, 10));
        expect(text.endsWith(name.slice(-3))).toBe(true);
      }),
    );
  });
});

describe('planColumns', () => {
  const plan = (available: number, shown: string[] = []) =>
    planColumns({
      columns: pods.columns,
      settings: { hidden: [], shown, order: [], widths: {} },
      manyClusters: true,
      namespaced: true,
      nameLast: false,
      available,
      sampled: new Map([['node', 18]]),
    });
  it('lets ready, node and namespace leave in this order, and never what tells rows apart', () => {
    expect(plan(1216).columns.map(({ id }) => id)).toEqual(['name', 'cluster', 'namespace', 'status', 'ready', 'restarts', 'node', 'age']);
    for (let width = 1216; width >= 480; width -= 7) {
      const ids = plan(width).columns.map(({ id }) => id);
      expect(ids).toEqual(expect.arrayContaining(['name', 'cluster', 'status', 'restarts', 'age']));
      if (ids.includes('ready')) expect(ids).toContain('node');
      if (ids.includes('node')) expect(ids).toContain('namespace');
    }
    expect(plan(572).shortClusters).toBe(true);
  });
  it('fills the width exactly or scrolls', () => {
    for (const width of [560, 784, 1000, 1216, 2400]) expect(plan(width).width).toBe(width);
    expect(plan(560, ['ip', 'node', 'ready', 'nominated-node']).width).toBeGreaterThan(560);
  });
});

it('heads are written as people read them', () => {
  expect(['NOMINATED NODE', 'CLUSTER-IP', 'UP-TO-DATE', 'Created At', 'IP'].map(sentenceCase)).toEqual([
    'Nominated node',
    'Cluster-IP',
    'Up-to-date',
    'Created At',
    'IP',
  ]);
});

it('numbers that stand alone sort by value', () => {
  expect(['web-10', 'web-9', 'web-a1'].map(naturalKey).sort()).toEqual([naturalKey('web-9'), naturalKey('web-10'), naturalKey('web-a1')]);
});

describe('what leaves the app', () => {
  it('is read back by a shell as it was', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 20 }).filter((word) => !word.includes('\0')),
        (word) => {
          expect(execFileSync('/bin/sh', ['-c', `printf %s ${shellQuote(word)}`], { encoding: 'utf8' })).toBe(word);
        },
      ),
      { numRuns: 40 },
    );
    expect(kubectlCommand({ context: 'ovh-prod', kubeconfig: null, namespace: 'payments' }, ['get', 'pod', 'a'])).toBe(
      'kubectl --context ovh-prod -n payments get pod a',
    );
    expect(kubectlCommand({ context: "it's; rm", kubeconfig: '/a b', namespace: '' }, ['get', 'nodes'])).toBe(
      "kubectl --context 'it'\\''s; rm' get nodes --kubeconfig '/a b'",
    );
  });
});
