import { describe, expect, it } from 'vitest';
import { planHolds } from '../../../../renderer/features/drain/plan-holds.ts';
import { planNotices } from '../../../../renderer/features/drain/plan-notices.ts';
import type { ClusterError } from '../../../../shared/cluster-error.ts';
import { drainPaceSchema } from '../../../../shared/drain-run.ts';
import { blocked, context, failed, node, now, pod, replaced, run, skipped, terminating, waiting } from './run-values.ts';

const cut: ClusterError = { kind: 'unreachable', cause: 'reset', host: 'a:1', code: 'ECONNRESET', detail: '' };
const keys = (holds: ReturnType<typeof planHolds>) => holds.map(({ type, title }) => [type, title.key]);

describe('planHolds', () => {
  it('says a budget once, however many pods it holds, with what would free them', () => {
    const unready = [
      { name: 'web-1', why: 'CrashLoopBackOff' },
      { name: 'web-2', why: 'CrashLoopBackOff' },
    ];
    const [hold, ...others] = planHolds(
      run([context([node('a', [pod('p', blocked({ unready })), pod('q', blocked({ unready }))])])], { givesUpAt: now + 60_000 }),
    );
    expect(others).toEqual([]);
    expect(hold).toMatchObject({
      type: 'budget',
      grade: 'broken',
      budget: 'web',
      namespace: 'shop',
      workload: { kind: 'Deployment', name: 'web' },
    });
    expect(hold?.title).toEqual({ key: 'hold.budgetExactly', values: { name: 'web', budget: 'web', count: 2, needs: 2, has: 2 } });
    expect(hold?.details).toEqual([
      { key: 'hold.unreadyBecause', values: { count: 2, why: 'CrashLoopBackOff' } },
      { key: 'hold.unreadyOut', values: {} },
      { key: 'hold.givesUp', values: { at: now + 60_000 } },
    ]);
  });

  it('says that a budget has none to spare where all its pods are healthy, and that it is short where they are not', () => {
    const detailOf = (changes: Parameters<typeof blocked>[0]) => planHolds(run([context([node('a', [pod('p', blocked(changes))])])]))[0];
    expect(detailOf({ expected: 2 })?.details[0]).toEqual({ key: 'hold.allHealthy', values: { count: 2 } });
    expect(detailOf({ has: 1, expected: 3 })?.title.key).toBe('hold.budgetShort');
    expect(detailOf({ needs: null, has: null })?.title.key).toBe('hold.budget');
  });

  it('does not call a pod held that only waits for one before it', () => {
    expect(planHolds(run([context([node('a', [pod('p', blocked({ ahead: { name: 'q', until: 'gone' } })), pod('r', waiting)])])]))).toEqual(
      [],
    );
  });

  it('warns of a replacement that does not come up only where something waits for it', () => {
    const sick = pod('p', replaced({ name: 'web-new', ready: false, readyAt: null, node: '', message: '0/3 nodes are available' }));
    expect(planHolds(run([context([node('a', [sick])])]))).toEqual([]);
    const waits = pod('q', blocked({ ahead: { name: 'web-new', until: 'ready' } }));
    expect(keys(planHolds(run([context([node('a', [sick, waits])])])))).toEqual([['pending', 'hold.pending']]);
    expect(keys(planHolds(run([context([node('a', [sick], { step: 'settling' })])])))).toEqual([['pending', 'hold.pending']]);
  });

  it('tells pods of a silent kubelet and of finalizers apart, each once', () => {
    const silent = terminating({ stuck: { on: 'kubelet', names: [] } });
    const held = terminating({ stuck: { on: 'finalizers', names: ['x/y'] } });
    const holds = planHolds(
      run([
        context([
          node('a', [pod('p', silent), pod('q', silent), pod('r', held), pod('s', terminating({ stuck: { on: 'unknown', names: [] } }))]),
        ]),
      ]),
    );
    expect(keys(holds)).toEqual([
      ['stuck', 'hold.kubelet'],
      ['stuck', 'hold.finalizers'],
    ]);
    expect(holds[0]?.pods).toHaveLength(2);
  });

  it('puts a lost connection first and a refused node last, and says where a failure ends everything', () => {
    const refused = node('b', [pod('bare', skipped('refused', 'no controller'))], { step: 'refused' });
    const holds = planHolds(run([context([node('a', [pod('p', failed), pod('q', blocked())]), refused], { trouble: cut })]));
    expect(holds.map(({ type }) => type)).toEqual(['trouble', 'failed', 'budget', 'refused']);
    expect(holds[1]?.details.map(({ key }) => key)).toEqual(['hold.halted']);
    const goesOn = run([context([node('a', [pod('p', failed)])])], { pace: drainPaceSchema.parse({ stopOnFailure: false }) });
    expect(planHolds(goesOn)[0]?.details).toEqual([]);
  });

  it('says of a context that is not connected just that', () => {
    const off: ClusterError = { kind: 'unsupported', what: 'connection', message: 'this context is not connected' };
    const [hold] = planHolds(run([context([node('a', [pod('p', waiting)])], { trouble: off })]));
    expect(hold).toMatchObject({ type: 'trouble', title: { key: 'hold.notConnected' }, error: null });
  });

  it('says once what every node fails by, as by a right that is missing', () => {
    const error: ClusterError = { kind: 'drain', cause: 'not-allowed', detail: 'patch nodes' };
    const nodes = ['a', 'b', 'c'].map((name) => node(name, [], { step: 'failed', error }));
    const holds = planHolds(run([context([...nodes, node('d', [], { step: 'failed', error: cut })])], { state: 'failed' }));
    expect(holds.map(({ title }) => title.values)).toEqual([
      { node: 'a', count: 3 },
      { node: 'd', count: 1 },
    ]);
  });

  it('says kubectl’s words of a refused node once each', () => {
    const pods = ['x', 'y'].map((name) => pod(name, skipped('refused', 'no controller')));
    const [hold] = planHolds(run([context([node('a', pods, { step: 'refused' })])]));
    expect(hold?.title).toEqual({ key: 'hold.refused', values: { node: 'a', count: 2 } });
    expect(hold?.details).toEqual([{ key: 'said', values: { text: 'no controller' } }]);
  });

  it('holds nothing that waits for its user, or is over, by budgets and connections; what failed stays said', () => {
    const nodes = [node('a', [pod('p', failed), pod('q', blocked())])];
    for (const state of ['paused', 'interrupted', 'failed'] as const)
      expect(planHolds(run([context(nodes, { trouble: cut })], { state })).map(({ type }) => type)).toEqual(['failed']);
  });
});

describe('planNotices', () => {
  const free = run([context([node('a', [pod('p', waiting)])])]);
  const held = run([context([node('a', [pod('p', blocked()), pod('q', waiting)])])]);

  it('announces a hold once, when it is new', () => {
    expect(planNotices([free], [held]).holds.map(({ type }) => type)).toEqual(['budget']);
    const more = run([context([node('a', [pod('p', blocked({ tries: 42 })), pod('q', blocked())])])]);
    expect(planNotices([held], [more]).holds).toEqual([]);
  });

  it('says how a run ended, and keeps on screen what needs somebody', () => {
    const end = (state: 'done' | 'failed') => planNotices([free], [run(free.contexts, { state, endedAt: now })]).ends;
    expect(end('done')).toMatchObject([{ mark: 'ok', sticky: false, title: { key: 'end.done', values: { count: 1 } } }]);
    expect(end('failed')).toMatchObject([{ mark: 'broken', sticky: true }]);
  });

  it('says at the start only what waits for somebody', () => {
    const done = run(free.contexts, { id: 'old', state: 'done', endedAt: now });
    const interrupted = run(free.contexts, { state: 'interrupted', heldAt: now });
    expect(planNotices(null, [done, interrupted]).ends.map(({ title }) => title.key)).toEqual(['end.interrupted']);
  });
});
