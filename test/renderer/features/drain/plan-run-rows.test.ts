import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planEstimate } from '../../../../renderer/features/drain/plan-estimate.ts';
import { countRun } from '../../../../renderer/features/drain/plan-run-counts.ts';
import { keepPlaces, planRunRows, type RunRow, samePlaces } from '../../../../renderer/features/drain/plan-run-rows.ts';
import type { PodStep } from '../../../../shared/drain-run.ts';
import { blocked, context, gone, lost, node, now, pod, replaced, run, skipped, terminating, waiting } from './run-values.ts';

const names = (rows: readonly RunRow[]) =>
  rows.map((row) => (row.type === 'pod' ? row.pod.name : row.type === 'node' ? `# ${row.node.name}` : `+ ${row.pods.length}`));
const none: ReadonlySet<string> = new Set();

describe('planRunRows', () => {
  const daemons = [pod('agent', skipped('verdict', 'DaemonSet')), pod('log', skipped('verdict', 'DaemonSet'))];
  const first = node('a', [
    pod('done', replaced()),
    ...daemons,
    pod('moves', terminating()),
    pod('waits', waiting),
    pod('held', blocked()),
  ]);
  const whole = run([context([first, node('b', [pod('x', waiting)])])]);

  it('keeps contexts and nodes in their order, puts the worst pod of each node first, and folds what stays', () => {
    expect(names(planRunRows(whole, none))).toEqual(['# a', 'held', 'moves', 'waits', 'done', '+ 2', '# b', 'x']);
  });

  it('opens what stays in its place', () => {
    const [stays] = planRunRows(whole, none).filter(({ type }) => type === 'stays');
    expect(names(planRunRows(whole, new Set([stays?.key ?? ''])))).toEqual([
      '# a',
      'held',
      'moves',
      'waits',
      'done',
      '+ 2',
      'agent',
      'log',
      '# b',
      'x',
    ]);
  });

  it('moves no row while somebody points at one: what changed is shown where it was', () => {
    const before = planRunRows(whole, none);
    const changed = { ...first, pods: first.pods.map((each) => (each.name === 'held' ? pod('held', replaced()) : each)) };
    const after = planRunRows(run([context([changed, node('b', [pod('x', waiting)])])]), none);
    expect(names(after)).toEqual(['# a', 'moves', 'waits', 'done', 'held', '+ 2', '# b', 'x']);
    const kept = keepPlaces(before, after);
    expect(samePlaces(kept, before)).toBe(true);
    expect(kept[1]).toBe(after.find(({ key }) => key === before[1]?.key));
  });

  it('takes in what is new and leaves out what is gone, whatever was shown before', () => {
    const letters = fc.uniqueArray(fc.constantFrom(...'abcdefghij'));
    const rowsOf = (list: readonly string[]) =>
      planRunRows(
        run([
          context([
            node(
              'n',
              list.map((name) => pod(name, waiting)),
            ),
          ]),
        ]),
        none,
      );
    fc.assert(
      fc.property(letters, letters, (before, after) => {
        const kept = keepPlaces(rowsOf(before), rowsOf(after));
        expect([...names(kept)].sort()).toEqual([...names(rowsOf(after))].sort());
        const stayed = before.filter((name) => after.includes(name));
        expect(names(kept).filter((name) => stayed.includes(name))).toEqual(stayed);
      }),
    );
  });
});

describe('countRun', () => {
  it('counts what leaves, without what stays by verdict', () => {
    const pods = [replaced(), gone, terminating(), blocked(), waiting, lost, skipped('verdict'), skipped('refused'), skipped('user')];
    const counts = countRun([
      node(
        'a',
        pods.map((step, index) => pod(`p${index}`, step)),
      ),
    ]);
    expect(counts).toMatchObject({
      leaving: 8,
      done: 2,
      moving: 1,
      blocked: 1,
      waiting: 1,
      unknown: 1,
      stays: 1,
      refused: 1,
      left: 1,
      open: 4,
    });
  });
});

describe('planEstimate', () => {
  const of = (steps: readonly PodStep[], since: readonly number[] = []) =>
    planEstimate(
      run([]),
      node(
        'a',
        steps.map((step, index) => pod(`p${index}`, step, { since: since[index] ?? now })),
      ),
      now,
    );

  it('is an upper bound where only pods that terminate are left', () => {
    expect(of([terminating(), terminating({ dueAt: now + 40_000 }), gone])).toEqual({ type: 'due', seconds: 40 });
  });

  it('is the pace of the pods so far, which falls while none goes', () => {
    const fourGone = [gone, gone, gone, gone, waiting, waiting];
    const at = [60, 50, 40, 30].map((seconds) => now - seconds * 1_000);
    expect(of(fourGone, at)).toEqual({ type: 'about', seconds: 40 });
  });

  it('is not made where nobody can know', () => {
    const at = [60, 50, 40, 30].map((seconds) => now - seconds * 1_000);
    expect(of([gone, waiting])).toBeNull();
    expect(of([gone, gone, gone, gone, waiting, blocked()], at)).toBeNull();
    expect(of([terminating({ stuck: { on: 'kubelet', names: [] } })])).toBeNull();
    expect(of([])).toBeNull();
    expect(planEstimate(run([], { state: 'paused' }), node('a', [pod('p', terminating())]), now)).toBeNull();
  });
});
