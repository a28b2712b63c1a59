import {
  accessAnswered,
  cordonAnswered,
  lookAnswered,
  type NodeAnswer,
  planAnswered,
  removalAnswered,
  uncordonAnswered,
} from '../../../../../electron/features/nodes/run/apply-answer.ts';
import type { FromFacts, PodFacts } from '../../../../../electron/features/nodes/run/facts-feed.ts';
import { type RunAction, stepContext } from '../../../../../electron/features/nodes/run/plan-run.ts';
import { podFactsOf } from '../../../../../electron/features/nodes/run/project-drain-facts.ts';
import { RunFacts } from '../../../../../electron/features/nodes/run/run-facts.ts';
import type { RunMoment } from '../../../../../electron/features/nodes/run/run-moment.ts';
import { type ContextState, type NodeState, type PodState, waitingNode } from '../../../../../electron/features/nodes/run/run-state.ts';
import type { WriteAnswer } from '../../../../../electron/features/nodes/run/run-writes.ts';
import { type ClusterError, type Result, success } from '../../../../../shared/cluster-error.ts';
import { asContextId } from '../../../../../shared/context-id.ts';
import type { DrainNodePlan, DrainOptions } from '../../../../../shared/drain.ts';
import type { DrainAccess } from '../../../../../shared/drain-access.ts';
import type { DrainPace } from '../../../../../shared/drain-run.ts';
import { options } from '../drain-objects.ts';

/* A made-up cluster of a few pods, and the run of a drain in it, step by step: what test of the step machine turn and break as they like. */

/** A pod of the made-up cluster. */
export interface WorldPod {
  readonly uid: string;
  readonly name: string;
  readonly node: string;
  /** `web` and `db` are ReplicaSets; empty = none. */
  readonly controller: string;
  /** Of the controller. */
  readonly kind: string;
  readonly finalizers: readonly string[];
  ready: boolean;
  deleting: boolean;
  gone: boolean;
}

/** Start of the made-up time, ms since the epoch. */
const start = 1_790_000_000_000;

export function statusError(code: number, changes: Partial<Extract<ClusterError, { kind: 'status' }>> = {}): ClusterError {
  return { kind: 'status', code, reason: '', message: `answer ${code}`, causes: [], retryAfterSeconds: null, ...changes };
}

export const cut: ClusterError = { kind: 'unreachable', cause: 'reset', host: 'a:1', code: 'ECONNRESET', detail: '' };

export class RunWorld {
  readonly pods: WorldPod[] = [];
  readonly facts = new RunFacts();
  readonly options: DrainOptions;
  readonly pace: DrainPace;
  /** Actions whose answer is still to come, oldest first. */
  readonly pending: RunAction[] = [];
  /** Everything that was asked, in order. */
  readonly asked: RunAction[] = [];
  readonly unschedulable = new Set<string>();
  context: ContextState;
  now = start;
  mode: RunMoment['mode'] = 'go';
  givesUpAt: number | null = null;
  slots = 20;
  /** Budget of the pods of `web`: how many may go; null = there is none. */
  budget: { desired: number } | null = null;
  wakeAt: number | null = null;
  /** What the cluster says of our rights. */
  access: Result<DrainAccess> = success({ answer: 'allowed', rights: [], gap: null });
  #told = new Map<string, string>();

  constructor(nodes: readonly string[], changes: Partial<DrainOptions> = {}, pace: Partial<DrainPace> = {}) {
    this.options = options(changes);
    this.pace = { nodesAtOnce: 1, waitUntilReady: false, stopOnFailure: true, ...pace };
    this.context = {
      contextId: asContextId('file#world'),
      context: 'world',
      confirmation: { confirmed: true, typed: '' },
      nodes: nodes.map(waitingNode),
      trouble: null,
      access: 'done',
      quietUntil: 0,
      halted: false,
    };
  }

  add(name: string, node: string, changes: Partial<WorldPod> = {}): WorldPod {
    const pod: WorldPod = {
      uid: `uid-${this.pods.length}`,
      name,
      node,
      controller: 'web',
      kind: 'ReplicaSet',
      finalizers: [],
      ready: true,
      deleting: false,
      gone: false,
      ...changes,
    };
    this.pods.push(pod);
    return pod;
  }

  /** The pod as the run has it. */
  pod(uid: string): PodState {
    const found = this.context.nodes.flatMap(({ pods }) => pods).find((pod) => pod.uid === uid);
    if (found === undefined) throw new Error(`the run has no pod ${uid}`);
    return found;
  }

  node(name: string): NodeState {
    const found = this.context.nodes.find((node) => node.name === name);
    if (found === undefined) throw new Error(`the run has no node ${name}`);
    return found;
  }

  /** One step of the machine; what it asks is pending then. */
  step(): void {
    const moment: RunMoment = {
      now: this.now,
      skewMs: 0,
      mode: this.mode,
      options: this.options,
      pace: this.pace,
      givesUpAt: this.givesUpAt,
    };
    const step = stepContext(this.context, this.facts, moment, this.slots - this.pending.length);
    this.context = step.context;
    this.wakeAt = step.wakeAt;
    this.pending.push(...step.actions);
    this.asked.push(...step.actions);
    const ours = this.context.nodes.flatMap(({ pods }) => pods);
    const follow = this.facts.follow({
      namespaces: [...new Set(ours.map(({ namespace }) => namespace))],
      pods: ours.map(({ uid }) => uid),
      controllers: [...new Set(ours.map(({ controller }) => controller))],
    });
    if (follow !== null) {
      this.#told.clear();
      this.tellFacts();
      this.facts.take({ type: 'followed', version: follow.version });
    }
  }

  /** The watch tells what the cluster is like now. */
  tellFacts(): void {
    this.#tell('nodes', { type: 'state', list: 'nodes', namespace: null, state: { state: 'live', lastByteAt: this.now, partial: null } });
    for (const { name } of this.context.nodes) {
      const node = { name, unschedulable: this.unschedulable.has(name), ready: true };
      this.#tell(`node ${name}`, { type: 'node', node });
    }
    for (const pod of this.pods) {
      if (pod.gone) this.#tell(pod.uid, { type: 'pod-gone', uid: pod.uid });
      else this.#tell(pod.uid, { type: 'pod', pod: this.#facts(pod) });
    }
    if (this.budget !== null) {
      const { allowed, healthy, desired } = this.counts();
      const expected = this.pods.filter((pod) => pod.controller === 'web' && !pod.gone).length;
      const status = { disruptionsAllowed: allowed, currentHealthy: healthy, desiredHealthy: desired, expectedPods: expected };
      const budget = {
        metadata: { namespace: 'shop', name: 'web' },
        spec: { selector: { matchLabels: { app: 'web' } } },
        status,
      };
      this.#tell('budget', { type: 'budget', uid: 'budget', budget });
    }
    for (const list of ['budgets', 'pods'] as const)
      this.#tell(list, { type: 'state', list, namespace: 'shop', state: { state: 'live', lastByteAt: this.now, partial: null } });
  }

  /** What the disruption controller would have in the status of the budget. */
  counts(): { readonly allowed: number; readonly healthy: number; readonly desired: number } {
    const healthy = this.pods.filter((pod) => pod.controller === 'web' && pod.ready && !pod.deleting && !pod.gone).length;
    const desired = this.budget?.desired ?? 0;
    return { allowed: Math.max(0, healthy - desired), healthy, desired };
  }

  /** What the API server answers to an eviction, which it then does. */
  serverAnswer(uid: string): WriteAnswer {
    const pod = this.pods.find((each) => each.uid === uid);
    if (pod === undefined || pod.gone) return { type: 'failed', error: statusError(404) };
    const { healthy, desired, allowed } = this.counts();
    // One that is not Ready goes while its budget holds without it (eviction.go).
    const unready = !pod.ready && healthy >= desired && desired > 0;
    if (this.budget !== null && pod.controller === 'web' && !pod.deleting && !unready && allowed === 0) {
      const message = `The disruption budget web needs ${desired} healthy pods and has ${healthy} currently`;
      const error = statusError(429, { causes: [{ reason: 'DisruptionBudget', message, field: '' }], retryAfterSeconds: 0 });
      return { type: 'failed', error };
    }
    pod.deleting = true;
    return { type: 'done' };
  }

  /** A pod that is being deleted goes, and its controller makes another one elsewhere. */
  finish(pod: WorldPod): void {
    pod.gone = true;
    if (pod.controller !== '') this.add(`${pod.name}-again`, 'elsewhere', { controller: pod.controller });
  }

  /** Answers a pending action, by the server's answer unless another is given. */
  answer(action: RunAction, given?: WriteAnswer): void {
    this.pending.splice(this.pending.indexOf(action), 1);
    const { now } = this;
    switch (action.type) {
      case 'access':
        this.context = accessAnswered(this.context, this.access, now);
        break;
      case 'cordon': {
        const answer = given ?? { type: 'done' };
        if (answer.type === 'done') this.unschedulable.add(action.node);
        this.context = cordonAnswered(this.context, action.node, answer, true, now);
        break;
      }
      case 'uncordon':
        this.unschedulable.delete(action.node);
        this.context = uncordonAnswered(this.context, action.node, given ?? { type: 'done' }, now);
        break;
      case 'plan':
        this.context = planAnswered(this.context, action.node, { ok: true, value: this.#planOf(action.node) }, now);
        break;
      case 'look': {
        const pod = this.pods.find(({ name, gone }) => name === action.pod.name && !gone);
        this.context = lookAnswered(this.context, action.pod.uid, { ok: true, value: pod === undefined ? null : this.#facts(pod) }, now);
        break;
      }
      case 'remove':
        this.context = removalAnswered(this.context, action.pod.uid, given ?? this.serverAnswer(action.pod.uid), this.facts, now);
        break;
    }
  }

  /** Answers everything, lets deleted pods go and tells it, until nothing is asked any more; time goes on to the next thing that is due. */
  settle(): void {
    // What is followed anew after a step is told only then: the end is when a step after that changes nothing either.
    let quiet = 0;
    for (let round = 0; round < 200 && quiet < 2; round++) {
      for (const action of [...this.pending]) this.answer(action);
      for (const pod of this.pods) if (pod.deleting && !pod.gone && pod.finalizers.length === 0) this.finish(pod);
      this.tellFacts();
      const before = JSON.stringify(this.context);
      this.step();
      if (this.pending.length > 0 || JSON.stringify(this.context) !== before) quiet = 0;
      else if (this.wakeAt === null) quiet++;
      else this.now = Math.max(this.now + 1, this.wakeAt);
    }
  }

  #tell(key: string, message: FromFacts): void {
    const text = JSON.stringify(message);
    if (this.#told.get(key) === text) return;
    this.#told.set(key, text);
    this.facts.take(message);
  }

  #facts(pod: WorldPod): PodFacts {
    return podFactsOf({
      metadata: {
        name: pod.name,
        namespace: 'shop',
        uid: pod.uid,
        labels: { app: pod.controller },
        finalizers: pod.finalizers,
        ...(pod.deleting ? { deletionTimestamp: new Date(start + 30_000).toISOString() } : {}),
        ownerReferences:
          pod.controller === ''
            ? []
            : [{ apiVersion: 'apps/v1', kind: pod.kind, name: pod.controller, uid: pod.controller, controller: true }],
      },
      spec: { nodeName: pod.node },
      status: { phase: 'Running', conditions: [{ type: 'Ready', status: pod.ready ? 'True' : 'False' }] },
    });
  }

  #planOf(name: string): NodeAnswer {
    const pods = this.pods.filter(({ node, gone }) => node === name && !gone);
    const plan: DrainNodePlan = {
      name,
      unschedulable: true,
      zone: '',
      pool: '',
      refused: false,
      pods: pods.map((pod) => ({
        uid: pod.uid,
        namespace: 'shop',
        name: pod.name,
        phase: 'Running',
        ready: pod.ready,
        controller: pod.controller === '' ? null : { kind: pod.kind, name: pod.controller },
        graceSeconds: 30,
        verdict: { status: 'okay', removes: true, message: '' },
        eviction: { answer: 'goes', because: 'no-budget', budget: '' },
        notes: [],
      })),
    };
    const owned = pods.filter(({ controller }) => controller !== '');
    return {
      plan,
      controllers: new Map(owned.map(({ uid, controller }) => [uid, controller])),
      workloads: new Map(owned.map(({ uid, controller }) => [uid, { kind: 'Deployment', name: `${controller}-deployment` }])),
    };
  }
}
