import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { planAnswered } from '../../../../../electron/features/nodes/run/apply-answer.ts';
import { afterInterruption } from '../../../../../electron/features/nodes/run/command-run.ts';
import { isNodeOver, isPodOver, type PodState } from '../../../../../electron/features/nodes/run/run-state.ts';
import type { WriteAnswer } from '../../../../../electron/features/nodes/run/run-writes.ts';
import { notConnected } from '../../../../../electron/kube/lasting-transport.ts';
import { failure, success } from '../../../../../shared/cluster-error.ts';
import type { DrainPodPlan, DrainVerdict } from '../../../../../shared/drain.ts';
import type { DrainRight } from '../../../../../shared/drain-access.ts';
import type { PodStep } from '../../../../../shared/drain-run.ts';
import { SeededRandom } from '../../../kube/seeded-random.ts';
import { cut, RunWorld, statusError } from './run-world.ts';

const types = (world: RunWorld) => world.asked.map((action) => (action.type === 'remove' ? `remove ${action.pod.name}` : action.type));

/** A run of which node `a` is cordoned and read, so that its pods are asked for by the next step. */
function begun(world: RunWorld): RunWorld {
  world.tellFacts();
  world.step();
  for (const action of [...world.pending]) world.answer(action);
  world.tellFacts();
  world.step();
  for (const action of [...world.pending]) world.answer(action);
  world.step();
  return world;
}

function oneAsked(...answers: readonly WriteAnswer[]): RunWorld {
  const world = new RunWorld(['a']);
  world.add('p', 'a');
  begun(world);
  world.step();
  for (const answer of answers) {
    const [action] = world.pending;
    if (action === undefined) throw new Error('nothing is asked');
    world.answer(action, answer);
  }
  return world;
}

test('cordons every node, then reads and empties one after the other, and knows where the pods went', () => {
  const world = new RunWorld(['a', 'b']);
  const first = world.add('p', 'a');
  world.add('q', 'b', { controller: '' });
  world.tellFacts();
  world.settle();
  expect(types(world)).toEqual(['cordon', 'cordon', 'plan', 'remove p', 'plan', 'remove q']);
  expect(world.context.nodes.map(({ step, cordonedByRun }) => [step, cordonedByRun])).toEqual([
    ['done', true],
    ['done', true],
  ]);
  expect(world.pod(first.uid).step).toMatchObject({
    step: 'gone',
    replacement: { type: 'found', name: 'p-again', node: 'elsewhere', ready: true },
  });
  expect(world.context.nodes[1]?.pods[0]?.step).toEqual({ step: 'gone', replacement: { type: 'none' } });
});

const missing: DrainRight = {
  ...{ verb: 'create', group: '', resource: 'pods', subresource: 'eviction', namespace: 'shop', name: '' },
  ...{ need: 'run', answer: 'denied', reason: '' },
};

test('a right that is missing is said before anything is sent', () => {
  const world = new RunWorld(['a', 'b']);
  world.add('p', 'a');
  world.context = { ...world.context, access: 'none' };
  world.access = success({ answer: 'denied', rights: [missing, { ...missing, need: 'better', verb: 'watch' }], gap: null });
  world.tellFacts();
  world.settle();
  expect(types(world)).toEqual(['access']);
  const error = { kind: 'drain', cause: 'not-allowed', detail: 'create pods/eviction in namespace shop' };
  expect(world.context.nodes).toMatchObject([
    { step: 'failed', error },
    { step: 'failed', error },
  ]);
});

test('where nobody can tell what we may the drain goes on; where the cluster was not reached it is asked again', () => {
  const world = new RunWorld(['a']);
  world.context = { ...world.context, access: 'none' };
  world.access = failure(cut);
  world.tellFacts();
  world.step();
  for (const action of [...world.pending]) world.answer(action);
  expect(world.context).toMatchObject({ access: 'none', trouble: cut });
  world.access = success({ answer: 'unknown', rights: [{ ...missing, answer: 'unknown' }], gap: null });
  world.settle();
  expect(types(world)).toEqual(['access', 'access', 'cordon', 'plan']);
});

test('a node that is cordoned already is not cordoned again, and is not ours to uncordon', () => {
  const world = new RunWorld(['a']);
  world.unschedulable.add('a');
  world.tellFacts();
  world.settle();
  expect(types(world)).toEqual(['plan']);
  expect(world.node('a')).toMatchObject({ step: 'done', cordonedByRun: false });
});

test('a cordon that is refused stops its node: unlike with kubectl none of its pods is asked for', () => {
  const world = new RunWorld(['a']);
  world.add('p', 'a');
  world.tellFacts();
  world.step();
  const [cordon] = world.pending;
  if (cordon === undefined) throw new Error('no cordon');
  world.answer(cordon, { type: 'failed', error: statusError(403) });
  world.settle();
  expect(types(world)).toEqual(['cordon']);
  expect(world.node('a')).toMatchObject({ step: 'failed', error: { code: 403 }, cordonedByRun: false });
});

it.each<[string, WriteAnswer, Partial<PodStep>]>([
  ['accepted: it terminates', { type: 'done' }, { step: 'terminating', graceSeconds: 30, stuck: null }],
  ['404: it is gone', { type: 'failed', error: statusError(404) }, { step: 'gone' }],
  [
    'a budget: its name and numbers, out of the cause that kubectl hides',
    {
      type: 'failed',
      error: statusError(429, {
        causes: [{ reason: 'DisruptionBudget', message: 'The disruption budget web needs 2 healthy pods and has 1 currently', field: '' }],
      }),
    },
    { step: 'blocked', budget: 'web', needs: 2, has: 1, tries: 1 },
  ],
  ['a server that is busy (F12)', { type: 'failed', error: statusError(429) }, { step: 'blocked', budget: '', needs: null }],
  [
    'two budgets: a 500 that stays',
    {
      type: 'failed',
      error: statusError(500, {
        message: 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
      }),
    },
    { step: 'failed' },
  ],
  ['another 500: nobody knows, somebody looks', { type: 'failed', error: statusError(500) }, { step: 'unknown' }],
  ['403: it may not', { type: 'failed', error: statusError(403) }, { step: 'failed' }],
  [
    '403 of a namespace that is being deleted',
    {
      type: 'failed',
      error: statusError(403, { causes: [{ reason: 'NamespaceTerminating', message: 'm', field: 'metadata.namespace' }] }),
    },
    { step: 'blocked', budget: '' },
  ],
  ['cut before the answer', { type: 'unknown', error: cut }, { step: 'unknown' }],
  ['never sent', { type: 'failed', error: cut }, { step: 'waiting' }],
  ['refused by a guardrail', { type: 'denied', error: { kind: 'unsupported', what: 'w', message: 'm' } }, { step: 'failed' }],
])('what an answer makes of a pod: %s', (_name, answer, step) => {
  const world = oneAsked(answer);
  expect(world.pod('uid-0').step).toMatchObject(step);
});

test('a refused pod is asked for again after five seconds, as kubectl does, and no sooner', () => {
  const world = oneAsked({ type: 'failed', error: statusError(429) });
  world.now += 4_999;
  world.step();
  expect(world.pending).toEqual([]);
  world.now += 1;
  world.step();
  expect(types(world).slice(-1)).toEqual(['remove p']);
  expect(world.pod('uid-0').step).toEqual({ step: 'asking', tries: 2 });
});

test('Retry-After is honoured, whatever the budget says meanwhile', () => {
  const world = oneAsked({ type: 'failed', error: statusError(429, { retryAfterSeconds: 10 }) });
  world.now += 9_999;
  world.step();
  expect(world.pending).toEqual([]);
  world.now += 1;
  world.step();
  expect(world.pending).toHaveLength(1);
});

test('a pod that its budget would not let go is not asked for: it waits, by the budget’s name, until the watch tells of a change', () => {
  const world = new RunWorld(['a']);
  world.budget = { desired: 2 };
  for (const name of ['p', 'q', 'r']) world.add(name, 'a');
  begun(world);
  world.step();
  expect(types(world).filter((type) => type.startsWith('remove'))).toEqual(['remove p']);
  expect(world.pod('uid-1').step).toMatchObject({ step: 'blocked', budget: 'web', needs: 2, has: 3, tries: 0 });
  world.step();
  expect(world.pod('uid-1').step).toMatchObject({ ahead: { name: 'p', until: 'gone' }, unready: [] });
  world.settle();
  expect(world.context.nodes[0]?.step).toBe('done');
  // One request per pod: no polling.
  expect(types(world).filter((type) => type.startsWith('remove'))).toHaveLength(3);
});

test('a pod that its budget holds says which pods the budget waits for, and that nothing of this run will free it', () => {
  const world = new RunWorld(['a']);
  world.budget = { desired: 2 };
  for (const name of ['p', 'q']) world.add(name, 'a');
  world.add('sick', 'elsewhere', { ready: false });
  begun(world);
  world.step();
  const held = { step: 'blocked', budget: 'web', needs: 2, has: 2, expected: 3, ahead: null, unready: [{ name: 'sick', why: '' }] };
  expect(world.pod('uid-0').step).toMatchObject(held);
  expect(world.pod('uid-1').step).toMatchObject(held);
  expect(types(world).filter((type) => type.startsWith('remove'))).toEqual([]);
});

test('a pod that was refused by the server does not wait for itself', () => {
  const world = oneAsked({ type: 'failed', error: statusError(429) });
  expect(world.pod('uid-0').step).toMatchObject({ step: 'blocked', ahead: null });
});

test('the pod for which kubectl refuses a node is told apart from those that stay with it', () => {
  const world = new RunWorld(['a']);
  world.tellFacts();
  world.step();
  for (const action of [...world.pending]) world.answer(action);
  world.step();
  const message = 'cannot delete Pods that declare no controller (use --force to override)';
  const pod = (name: string, verdict: DrainVerdict): DrainPodPlan => ({
    ...{ uid: name, namespace: 'shop', name, phase: 'Running', ready: true, controller: null, graceSeconds: 30, verdict, notes: [] },
    eviction: { answer: 'not-asked' },
  });
  const pods = [
    pod('bare', { status: 'error', removes: false, message }),
    pod('agent', { status: 'warning', removes: false, message: 'ignoring DaemonSet-managed Pods' }),
    pod('web', { status: 'okay', removes: true, message: '' }),
  ];
  const plan = { name: 'a', unschedulable: true, zone: '', pool: '', refused: true, pods };
  const answer = { plan, controllers: new Map(), workloads: new Map() };
  const { nodes } = planAnswered(world.context, 'a', { ok: true, value: answer }, world.now);
  expect(nodes[0]?.pods.map(({ step }) => step)).toEqual([
    { step: 'skipped', why: 'refused', message },
    { step: 'skipped', why: 'verdict', message: 'ignoring DaemonSet-managed Pods' },
    { step: 'skipped', why: 'stopped', message: '' },
  ]);
});

test('a context that is not connected yet, as after a restart, fails nothing: it is asked again', () => {
  const world = new RunWorld(['a']);
  world.add('p', 'a');
  world.tellFacts();
  world.step();
  for (const action of [...world.pending]) world.answer(action);
  world.step();
  expect(types(world)).toEqual(['cordon', 'plan']);
  world.pending.splice(0);
  world.context = planAnswered(world.context, 'a', failure(notConnected), world.now);
  expect(world.context).toMatchObject({ trouble: notConnected, nodes: [{ step: 'draining', plan: 'none' }] });
  world.settle();
  expect(world.context.nodes[0]?.step).toBe('done');
  const refused = oneAsked({ type: 'failed', error: notConnected });
  expect(refused.pod('uid-0').step).toEqual({ step: 'waiting', for: 'slot' });
});

test('a pod whose deletion the cluster has forgotten is looked at once its grace is over, and asked for again', () => {
  const world = oneAsked();
  const [pod] = world.pods;
  const [evict] = world.pending;
  if (pod === undefined || evict === undefined) throw new Error('nothing is asked');
  world.answer(evict);
  pod.deleting = false;
  world.tellFacts();
  world.now += 33_000;
  world.step();
  expect(world.pod('uid-0').step.step).toBe('terminating');
  world.now += 1;
  world.step();
  expect(world.pod('uid-0').step).toEqual({ step: 'unknown', error: null });
  world.settle();
  expect(types(world).filter((type) => type !== 'cordon' && type !== 'plan')).toEqual(['remove p', 'look', 'remove p']);
});

test('a pod goes by the name of its Deployment, and of its ReplicaSet', () => {
  expect(oneAsked().pod('uid-0')).toMatchObject({
    owner: { kind: 'ReplicaSet', name: 'web' },
    workload: { kind: 'Deployment', name: 'web-deployment' },
  });
});

test('an answer that was cut off: the pod is looked at before it is asked for again, and is not when it is on its way out', () => {
  const done = oneAsked();
  const [evict] = done.pending;
  if (evict === undefined) throw new Error('nothing is asked');
  const [pod] = done.pods;
  if (pod === undefined) throw new Error('no pod');
  pod.deleting = true;
  done.answer(evict, { type: 'unknown', error: cut });
  done.settle();
  expect(types(done).filter((type) => type.startsWith('remove'))).toHaveLength(1);
  expect(done.pod('uid-0').step.step).toBe('gone');

  const lost = oneAsked({ type: 'unknown', error: cut });
  lost.settle();
  expect(types(lost).slice(2)).toEqual(['remove p', 'look', 'remove p']);
  expect(lost.pod('uid-0').step.step).toBe('gone');
});

test('another pod under the same name is a finished one', () => {
  const world = oneAsked({ type: 'unknown', error: cut });
  const [pod] = world.pods;
  if (pod === undefined) throw new Error('no pod');
  pod.gone = true;
  const again = world.add('p', 'elsewhere');
  world.settle();
  expect(world.pod('uid-0').step).toMatchObject({ step: 'gone', replacement: { type: 'found', name: 'p' } });
  expect(again.deleting).toBe(false);
});

test('the pods of a StatefulSet are replaced by those of their own names, whichever comes first', () => {
  const world = new RunWorld(['a']);
  const db = { controller: 'db', kind: 'StatefulSet' };
  const pods = [world.add('db-0', 'a', db), world.add('db-1', 'a', db)];
  begun(world);
  world.step();
  for (const action of [...world.pending]) world.answer(action);
  for (const pod of pods) pod.gone = true;
  world.add('db-1', 'elsewhere', db);
  world.tellFacts();
  world.step();
  expect(world.pod('uid-0').step).toEqual({ step: 'gone', replacement: { type: 'awaited' } });
  expect(world.pod('uid-1').step).toMatchObject({ step: 'gone', replacement: { type: 'found', name: 'db-1' } });
});

test('a pod that finalizers hold says so once its grace is over', () => {
  const world = new RunWorld(['a']);
  world.add('p', 'a', { finalizers: ['example.com/wait'] });
  begun(world);
  world.step();
  for (const action of [...world.pending]) world.answer(action);
  world.tellFacts();
  world.now += 40_000;
  world.step();
  expect(world.pod('uid-0').step).toMatchObject({ step: 'terminating', stuck: { on: 'finalizers', names: ['example.com/wait'] } });
});

test('the time-out fails what is not gone, and nothing is asked for afterwards', () => {
  const world = new RunWorld(['a', 'b'], { timeoutSeconds: 60 });
  world.givesUpAt = world.now + 60_000;
  world.add('p', 'a', { finalizers: ['example.com/wait'] });
  world.add('q', 'b');
  world.tellFacts();
  world.settle();
  expect(world.pod('uid-0').step).toEqual({
    step: 'failed',
    error: { kind: 'drain', cause: 'timed-out', detail: 'global timeout reached: 60s' },
  });
  expect(world.context.nodes.map(({ step }) => step)).toEqual(['failed', 'failed']);
  expect(types(world).filter((type) => type === 'remove q')).toEqual([]);
});

test('a pod that was replaced stays replaced when its replacement is deleted later; one that never got ready does not', () => {
  const world = new RunWorld(['a']);
  const [first, second] = [world.add('p', 'a'), world.add('q', 'a', { controller: 'db' })];
  world.tellFacts();
  world.settle();
  const [ready, other] = world.pods.filter(({ node }) => node === 'elsewhere');
  if (ready === undefined || other === undefined) throw new Error('nothing was replaced');
  const after = world.pod(first.uid).step;
  expect(after).toMatchObject({ replacement: { type: 'found', ready: true } });
  ready.gone = true;
  world.settle();
  expect(world.pod(first.uid).step).toEqual(after);
  expect(world.pod(second.uid).step).toMatchObject({ replacement: { type: 'found', ready: true } });

  const sick = new RunWorld(['a']);
  const pod = sick.add('p', 'a');
  begun(sick);
  sick.step();
  for (const action of [...sick.pending]) sick.answer(action);
  const broken = sick.add('p-again', 'elsewhere', { ready: false });
  pod.gone = true;
  sick.tellFacts();
  sick.step();
  expect(sick.pod(pod.uid).step).toMatchObject({ replacement: { type: 'found', ready: false } });
  broken.gone = true;
  sick.tellFacts();
  sick.step();
  expect(sick.pod(pod.uid).step).toMatchObject({ replacement: { type: 'awaited' } });
});

test('the next node waits until the workloads of the one before are as ready as they were', () => {
  const world = new RunWorld(['a', 'b'], {}, { waitUntilReady: true });
  const pod = world.add('p', 'a');
  world.add('q', 'b');
  begun(world);
  world.step();
  for (const action of [...world.pending]) world.answer(action);
  pod.gone = true;
  const again = world.add('p-again', 'elsewhere', { ready: false });
  world.tellFacts();
  world.step();
  expect(world.context.nodes.map(({ step }) => step)).toEqual(['settling', 'waiting']);
  again.ready = true;
  world.tellFacts();
  world.step();
  expect(world.node('a').step).toBe('done');
});

test('a failure stops what has not begun; without that rule the next node goes on, as with kubectl', () => {
  for (const stopOnFailure of [true, false]) {
    const world = new RunWorld(['a', 'b'], {}, { stopOnFailure });
    world.add('p', 'a');
    world.add('q', 'b');
    begun(world);
    world.step();
    const [evict] = world.pending;
    if (evict === undefined) throw new Error('nothing is asked');
    world.answer(evict, { type: 'failed', error: statusError(403) });
    world.settle();
    expect(world.context.nodes.map(({ step }) => step)).toEqual(['failed', stopOnFailure ? 'stopped' : 'done']);
  }
});

test('nothing is asked for while the facts are not live', () => {
  const world = new RunWorld(['a']);
  world.add('p', 'a');
  begun(world);
  world.facts.lost();
  const asked = world.asked.length;
  world.step();
  world.facts.take({
    type: 'state',
    list: 'pods',
    namespace: 'shop',
    state: { state: 'stale', since: 0, error: cut, retryAt: 0, attempt: 1 },
  });
  world.now += 600_000;
  world.step();
  expect(world.asked.length).toBe(asked);
  expect(world.context.trouble).toEqual(cut);
});

/** Everything that may go wrong, in an order made of `seed`. Returns the world when all has come to rest. */
function play(seed: number): RunWorld {
  const random = new SeededRandom(seed);
  const nodes = ['a', 'b', 'c'].slice(0, 1 + random.below(3));
  const world = new RunWorld(nodes, {}, { nodesAtOnce: 1 + random.below(2), stopOnFailure: false, waitUntilReady: random.chance(0.3) });
  world.slots = 1 + random.below(4);
  if (random.chance(0.6)) world.budget = { desired: random.below(3) };
  const count = 1 + random.below(8);
  for (let index = 0; index < count; index++)
    world.add(`p${index}`, random.pick(nodes), { controller: random.pick(['web', 'db', '']), ready: random.chance(0.9) });
  if (random.chance(0.3)) world.context = { ...world.context, access: 'none' };
  world.tellFacts();
  const skipped = new Set<string>();
  const stopped = () => world.mode === 'stop';
  for (let turn = 0; turn < 120; turn++) {
    const before = world.asked.length;
    const held = world.mode !== 'go';
    const mayNot = world.context.access !== 'done';
    world.step();
    if (mayNot) for (const { type } of world.asked.slice(before)) expect(type).toBe('access');
    const removals = world.asked.slice(before).filter((action) => action.type === 'remove');
    if (held) expect(removals).toEqual([]);
    for (const action of removals) expect(skipped.has(action.pod.uid)).toBe(false);
    const inFlight = world.pending.flatMap((action) => (action.type === 'remove' ? [action.pod.uid] : []));
    expect(new Set(inFlight).size).toBe(inFlight.length);
    expect(world.pending.length).toBeLessThanOrEqual(world.slots);
    const move = random.below(10);
    if (move <= 3 && world.pending.length > 0) {
      const action = random.pick(world.pending);
      if (action.type === 'remove') answerOddly(world, random, action);
      else world.answer(action);
    } else if (move === 4) world.tellFacts();
    else if (move === 5) {
      const leaving = world.pods.filter(({ deleting, gone }) => deleting && !gone);
      if (leaving.length > 0) world.finish(random.pick(leaving));
    } else if (move === 6) world.now += random.below(8_000);
    else if (move === 7 && random.chance(0.2)) world.facts.lost();
    else if (move === 8 && !stopped()) world.mode = random.pick(['go', 'go', 'hold']);
    else if (random.chance(0.02)) world.mode = 'stop';
    else if (random.chance(0.1)) {
      const waiting = world.context.nodes
        .flatMap(({ pods }) => pods)
        .filter(({ step }) => step.step === 'waiting' || step.step === 'blocked');
      if (waiting.length > 0) skip(world, random.pick(waiting), skipped);
    }
  }
  if (!stopped()) world.mode = 'go';
  world.settle();
  return world;
}

function answerOddly(world: RunWorld, random: SeededRandom, action: Extract<RunWorld['pending'][number], { type: 'remove' }>): void {
  const how = random.below(8);
  if (how === 0) world.answer(action, { type: 'unknown', error: cut });
  else if (how === 1) {
    world.serverAnswer(action.pod.uid);
    world.answer(action, { type: 'unknown', error: cut });
  } else if (how === 2) world.answer(action, { type: 'failed', error: cut });
  else if (how === 3) world.answer(action, { type: 'failed', error: statusError(503, { retryAfterSeconds: 2 }) });
  else if (how === 4) world.answer(action, { type: 'failed', error: statusError(429, { retryAfterSeconds: 3 }) });
  else world.answer(action);
}

function skip(world: RunWorld, pod: PodState, skipped: Set<string>): void {
  skipped.add(pod.uid);
  const step: PodStep = { step: 'skipped', why: 'user', message: '' };
  const nodes = world.context.nodes.map((node) => ({
    ...node,
    pods: node.pods.map((each) => (each.uid === pod.uid ? { ...each, step } : each)),
  }));
  world.context = { ...world.context, nodes };
}

test('whatever is answered in whatever order: nothing before we may, one request per uid at a time, none after stop or skip, and every pod comes to an end', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const world = play(seed);
      const pods = world.context.nodes.flatMap((node) => node.pods);
      // A budget that is never given back holds its pods for ever: those wait, say for whom, and are asked for again now and then.
      const held = ({ step: { step } }: PodState) => world.budget !== null && (step === 'blocked' || step === 'asking');
      const ended = pods.every((pod) => isPodOver(pod) || held(pod));
      expect(ended).toBe(true);
      const blocked = pods.some((pod) => !isPodOver(pod));
      if (!blocked) expect(world.context.nodes.every((node) => isNodeOver(node) || node.step === 'settling')).toBe(true);
      for (const pod of pods) {
        const real = world.pods.find(({ uid }) => uid === pod.uid);
        if (pod.step.step === 'gone') expect(real?.gone).toBe(true);
        // A pod that nobody skipped, stopped or failed is really gone.
        if (real?.gone === false && isPodOver(pod)) expect(pod.step.step).not.toBe('gone');
      }
      expect(world.pods.filter(({ node, deleting }) => node === 'elsewhere' && deleting)).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});

test('what was under way when the app ended is unknown afterwards, and is looked at', () => {
  const world = oneAsked();
  const run = {
    ...{ id: 'r', state: 'interrupted' as const, startedAt: 0, endedAt: null, givesUpAt: null, heldAt: 0, uncordonAtEnd: false },
    ...{ options: world.options, pace: world.pace, contexts: [world.context] },
  };
  const [context] = afterInterruption(run, world.now).contexts;
  if (context === undefined) throw new Error('no context');
  world.context = context;
  world.pending.length = 0;
  expect(world.pod('uid-0').step).toEqual({ step: 'unknown', error: null });
  world.settle();
  expect(types(world).slice(-2)).toEqual(['look', 'remove p']);
  expect(world.pod('uid-0').step.step).toBe('gone');
});
