import { followPod } from './follow-pod.ts';
import { areReadyAgain, matchReplacements, workloadsOf } from './match-replacements.ts';
import { planAsks } from './plan-asks.ts';
import type { Facts } from './run-facts.ts';
import { isTimeOver, lookMs, type RunMoment, toStep } from './run-moment.ts';
import { type ContextState, gaveUp, isNodeOver, isPodOver, isWaiting, type NodeState, type PodState } from './run-state.ts';

/** Something to be asked of the cluster; its answer comes back through apply-answer.ts. */
export type RunAction =
  /** May we do all that these nodes take? */
  | { readonly type: 'access'; readonly nodes: readonly string[] }
  | { readonly type: 'cordon' | 'uncordon' | 'plan'; readonly node: string }
  /** Eviction or, with `--disable-eviction`, deletion. */
  | { readonly type: 'remove'; readonly pod: PodState }
  /** Is the pod still there? */
  | { readonly type: 'look'; readonly pod: PodState };

/** What a context of a run comes to. */
export interface RunStep {
  readonly context: ContextState;
  /** In order. To be sent only once `context` is on disk. */
  readonly actions: readonly RunAction[];
  /** ms since the epoch: when it is worth another step although nothing happened; null = never. */
  readonly wakeAt: number | null;
}

/**
 * One step of a context of a run. Pure: the same state, facts and moment give the same step. `slots`: how many more requests may be on
 * their way.
 *
 * Promises: nothing is sent before the cluster has said that we may do all of it; a pod that is being asked for is not asked for again before its answer; nothing is asked for after stop, skip, a halt or the time-out;
 * a pod is gone only when the watch that knew it says so, or the cluster when it is looked at, or another uid has its name; where the facts are not live
 * nothing is asked for at all. All nodes are cordoned before the first is emptied, as kubectl does, so that no pod moves to a node that is next.
 */
export function stepContext(before: ContextState, facts: Facts, moment: RunMoment, slots: number): RunStep {
  const { now, mode } = moment;
  const step = new Step(before, facts, moment, slots);
  step.follow();
  if (mode === 'stop' || step.halted) step.giveUpWaiting();
  if (mode === 'hold') step.holdWaiting();
  step.endNodes();
  if (now >= before.quietUntil) step.ask();
  else step.wake(before.quietUntil);
  return step.result();
}

class Step {
  #nodes: readonly NodeState[];
  halted: boolean;
  #access: ContextState['access'];
  readonly #before: ContextState;
  readonly #facts: Facts;
  readonly #moment: RunMoment;
  readonly #actions: RunAction[] = [];
  #slots: number;
  #wakeAt: number | null;

  constructor(before: ContextState, facts: Facts, moment: RunMoment, slots: number) {
    this.#before = before;
    this.#nodes = before.nodes;
    this.halted = before.halted;
    this.#access = before.access;
    this.#facts = facts;
    this.#moment = moment;
    this.#slots = slots;
    this.#wakeAt = moment.givesUpAt !== null && moment.now < moment.givesUpAt ? moment.givesUpAt : null;
  }

  /** Takes over what the cluster says of pods, workloads and replacements. */
  follow(): void {
    const { now, pace } = this.#moment;
    this.#eachNode((node) => {
      const pods = sameOr(node.pods, (pod) => followPod(pod, node, this.#facts, this.#moment));
      for (const { step } of pods) if (step.step === 'terminating' && step.stuck === null) this.wake(Math.max(now, step.dueAt) + lookMs);
      if (node.plan !== 'done') return pods === node.pods ? node : { ...node, pods };
      const workloads = workloadsOf(
        pods.filter((pod) => !isPodOver(pod)),
        node.workloads ?? [],
        this.#facts,
      );
      return pods === node.pods && workloads === node.workloads ? node : { ...node, pods, workloads };
    });
    this.#nodes = matchReplacements(this.#nodes, this.#facts, now);
    if (isTimeOver(this.#moment)) {
      const error = gaveUp(this.#moment.options.timeoutSeconds);
      this.#eachNode((node) =>
        isIdle(node) && !isNodeOver(node) && !(node.step === 'draining' && node.plan === 'done')
          ? { ...node, step: 'failed', error }
          : node,
      );
    }
    this.halted ||= pace.stopOnFailure && this.#nodes.some(hasFailed);
  }

  /** What waits is left where it is; what was asked for goes on. */
  giveUpWaiting(): void {
    const { now } = this.#moment;
    this.#eachNode((node) => {
      if (node.step === 'waiting' && node.cordon !== 'asking') return { ...node, step: 'stopped' };
      if (node.step !== 'draining') return node;
      const pods = sameOr(node.pods, (pod) => (isWaiting(pod) ? toStep(pod, { step: 'skipped', why: 'stopped', message: '' }, now) : pod));
      // Its pods were never read.
      if (node.plan === 'none' && pods.every(isPodOver)) return { ...node, pods, step: 'stopped' };
      return pods === node.pods ? node : { ...node, pods };
    });
  }

  holdWaiting(): void {
    this.#eachPod((pod) => (pod.step.step === 'waiting' ? toStep(pod, { step: 'waiting', for: 'pause' }, this.#moment.now) : pod));
  }

  /** A node is over when all its pods are, and settled when their workloads are as ready as before. */
  endNodes(): void {
    const { pace, mode } = this.#moment;
    this.#eachNode((node) => {
      if (node.step === 'settling') {
        const given = this.halted || mode === 'stop' || areReadyAgain(node, this.#facts);
        return given ? { ...node, step: 'done' } : node;
      }
      if (node.step !== 'draining' || node.plan !== 'done' || !node.pods.every(isPodOver)) return node;
      const steps = node.pods.map(({ step }) => step);
      if (steps.some(({ step }) => step === 'failed')) return { ...node, step: 'failed' };
      if (steps.some((step) => step.step === 'skipped' && step.why === 'stopped')) return { ...node, step: 'stopped' };
      return { ...node, step: pace.waitUntilReady && !areReadyAgain(node, this.#facts) ? 'settling' : 'done' };
    });
    // A node that fails by its last pod halts those behind it at once.
    if (pace.stopOnFailure && !this.halted && this.#nodes.some(hasFailed)) {
      this.halted = true;
      this.giveUpWaiting();
    }
  }

  ask(): void {
    const { mode } = this.#moment;
    this.#askNodes(
      'uncordon',
      ({ uncordon }) => uncordon === 'wanted',
      (node) => ({ ...node, uncordon: 'asking' }),
    );
    if (mode !== 'hold') this.#look();
    if (mode !== 'go' || this.halted || isTimeOver(this.#moment)) return;
    if (this.#access === 'none') this.#askAccess();
    if (this.#access !== 'done') return;
    this.#cordon();
    this.#plan();
    this.#remove();
  }

  wake(at: number): void {
    this.#wakeAt = Math.min(this.#wakeAt ?? at, at);
  }

  result(): RunStep {
    const { now } = this.#moment;
    const trouble = this.#facts.trouble ?? (now < this.#before.quietUntil ? this.#before.trouble : null);
    const context = { ...this.#before, nodes: this.#nodes, access: this.#access, halted: this.halted, trouble };
    return { context, actions: this.#actions, wakeAt: this.#wakeAt };
  }

  /** A right that is missing is said before the first cordon. */
  #askAccess(): void {
    if (this.#slots <= 0) return;
    this.#slots--;
    this.#access = 'asking';
    this.#actions.push({ type: 'access', nodes: this.#nodes.map(({ name }) => name) });
  }

  #cordon(): void {
    if (this.#facts.nodes === 'unknown') return;
    // Cordoned already: nothing is sent, and nothing of ours is to be taken back.
    this.#eachNode((node) =>
      node.step === 'waiting' && node.cordon === 'none' && this.#facts.node(node.name)?.unschedulable === true
        ? { ...node, cordon: 'done' }
        : node,
    );
    const due = (node: NodeState) => node.step === 'waiting' && node.cordon === 'none';
    this.#askNodes('cordon', due, (node) => ({ ...node, step: 'cordoning', cordon: 'asking' }));
  }

  #plan(): void {
    const cordoning = this.#nodes.some(({ step, cordon }) => step === 'cordoning' || (step === 'waiting' && cordon !== 'done'));
    if (!cordoning) {
      let active = this.#nodes.filter(({ step }) => step === 'draining' || step === 'settling').length;
      this.#eachNode((node) => {
        if (node.step !== 'waiting' || active >= this.#moment.pace.nodesAtOnce) return node;
        active++;
        return { ...node, step: 'draining' };
      });
    }
    const due = ({ step, plan }: NodeState) => step === 'draining' && plan === 'none';
    this.#askNodes('plan', due, (node) => ({ ...node, plan: 'asking' }));
  }

  /** Pods of which the watch cannot tell: an answer that was not seen, and those it never knew. */
  #look(): void {
    const { now } = this.#moment;
    this.#eachPod((pod) => {
      const { step, uid, namespace, looking, nextAt } = pod;
      const lost = step.step === 'unknown' || (step.step !== 'asking' && this.#facts.pod(uid) === undefined);
      if (!lost || looking || isPodOver(pod) || !this.#facts.isLive(namespace)) return pod;
      if (now < nextAt) this.wake(nextAt);
      if (now < nextAt || this.#slots <= 0) return pod;
      this.#slots--;
      const next = { ...pod, looking: true };
      this.#actions.push({ type: 'look', pod: next });
      return next;
    });
  }

  #remove(): void {
    const { pods, asked, wakeAt } = planAsks(this.#nodes, this.#facts, this.#moment, this.#slots);
    this.#eachPod((pod) => pods.get(pod.uid) ?? pod);
    this.#slots -= asked.length;
    for (const pod of asked) this.#actions.push({ type: 'remove', pod });
    if (wakeAt !== null) this.wake(wakeAt);
  }

  #askNodes(type: 'cordon' | 'uncordon' | 'plan', due: (node: NodeState) => boolean, asking: (node: NodeState) => NodeState): void {
    const { now } = this.#moment;
    this.#eachNode((node) => {
      if (!due(node)) return node;
      if (now < node.nextAt) this.wake(node.nextAt);
      if (now < node.nextAt || this.#slots <= 0) return node;
      this.#slots--;
      this.#actions.push({ type, node: node.name });
      return asking(node);
    });
  }

  #eachNode(change: (node: NodeState) => NodeState): void {
    this.#nodes = sameOr(this.#nodes, change);
  }

  #eachPod(change: (pod: PodState) => PodState): void {
    this.#eachNode((node) => {
      const pods = sameOr(node.pods, change);
      return pods === node.pods ? node : { ...node, pods };
    });
  }
}

/** Whether something of the node went wrong: kubectl would go on with the next, which is not what everybody wants. */
function hasFailed({ step, pods }: NodeState): boolean {
  return step === 'failed' || step === 'refused' || pods.some((pod) => pod.step.step === 'failed');
}

/** Whether no answer about the node is awaited. */
function isIdle({ cordon, plan }: NodeState): boolean {
  return cordon !== 'asking' && plan !== 'asking';
}

/** Nothing is made anew where nothing changes. */
function sameOr<Item>(items: readonly Item[], change: (item: Item) => Item): readonly Item[] {
  const changed = items.map(change);
  return changed.every((item, index) => item === items[index]) ? items : changed;
}
