import { describe, expect, it } from 'vitest';
import { startWords } from '../../../../renderer/features/drain/plan-start.ts';
import { firstOptions, firstPace } from '../../../../renderer/state/drain-path.ts';
import type { DrainPlan } from '../../../../shared/drain.ts';
import type { DrainRoom } from '../../../../shared/drain-room.ts';
import { inEnglish } from './english.ts';
import { amplyRoomy, answered, barePod, daemonPod, nodePlan, planOf, podPlan } from './plan-objects.ts';

const refused = nodePlan('bad', [barePod('bare'), podPlan('web')]);
const fine = nodePlan('fine', [podPlan('x'), daemonPod('agent')]);
const words = (plans: readonly (DrainPlan | null | 'denied')[], pace = firstPace, options = firstOptions) => {
  const { sentences, off } = startWords(
    plans.map((plan, index) => ({ name: `c${index}`, plan: plan === 'denied' ? planOf([fine]) : plan, denied: plan === 'denied' })),
    options,
    pace,
  );
  return [...sentences.map(inEnglish), ...(off === null ? [] : [`off: ${inEnglish(off)}`])];
};

describe('what is said above the button', () => {
  it('how many pods go and stay, when nothing is in the way', () => {
    expect(words([planOf([fine])])).toEqual(['1 pod is evicted, 1 stay.']);
  });

  it('that a refused node is cordoned only, and that those behind it are not begun', () => {
    expect(words([planOf([refused, fine, nodePlan('last', [])])])).toEqual([
      'bad is refused: it is cordoned, and none of its pods is evicted.',
      '2 nodes behind are not begun.',
    ]);
  });

  it('nothing of those behind where a failure does not stop, or they are begun together', () => {
    expect(words([planOf([refused, fine])], { ...firstPace, stopOnFailure: false })).toHaveLength(1);
    expect(words([planOf([refused, fine])], { ...firstPace, nodesAtOnce: 2 })).toHaveLength(1);
    expect(words([planOf([fine, refused])])).toHaveLength(1);
  });

  it('what is blocked, unknown or waits; pods of a refused node are none of it', () => {
    const held = [
      answered('a', { answer: 'blocked', code: 429, budget: 'w', forever: false, message: '' }),
      answered('b', { answer: 'unknown', budget: '', message: '' }),
      answered('c', { answer: 'waits', budget: 'w' }),
    ];
    expect(words([planOf([nodePlan('n', held)])])).toEqual([
      '1 pod is blocked: the run asks for it until its budget lets it go, or you stop.',
      'Of 1 pod nobody knows whether it may go.',
      '1 pod waits for its budget.',
    ]);
    expect(words([planOf([nodePlan('n', held)])], firstPace, { ...firstOptions, timeoutSeconds: 60 })[0]).toContain('its time is over');
    expect(words([planOf([fine, nodePlan('n', [...held, barePod('z')])])])).toEqual([
      'n is refused: it is cordoned, and none of its pods is evicted.',
    ]);
  });

  it('which contexts are left out: those without a plan, and those whose cluster denies a right', () => {
    expect(words([planOf([fine]), null, 'denied', null])).toEqual([
      '1 pod is evicted, 1 stay.',
      'Left out, since rights are missing: c2.',
      'Left out, without a plan: c1, c3.',
    ]);
  });

  it('how many pods find no room, but for those of a refused node, which stay', () => {
    const pod = { fits: 'no', node: '', reasons: [], message: 'cpu' } as const;
    const room: DrainRoom = {
      ...amplyRoomy,
      fits: 'no',
      pods: [
        { ...pod, uid: 'uid-x' },
        { ...pod, uid: 'uid-web' },
      ],
    };
    expect(words([planOf([fine, refused], { room })])).toContain('1 pod finds no room on other nodes.');
  });

  it('that pods are deleted', () => {
    expect(words([planOf([fine])], firstPace, { ...firstOptions, disableEviction: true })).toEqual([
      '1 pod is deleted past its budget, 1 stay.',
    ]);
  });
});

describe('the button is off', () => {
  it('without any plan', () => expect(words([null])).toEqual(['off: Without a plan nothing is started.']));
  it('when every cluster denies it', () => {
    expect(words(['denied'])).toEqual(['Left out, since rights are missing: c0.', 'off: Without a plan nothing is started.']);
  });
  it('when every node is refused', () => {
    expect(words([planOf([refused])])).toEqual(['kubectl refuses the node.', 'off: Nothing would be evicted.']);
  });
});
