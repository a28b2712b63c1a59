import type { Problem, ProblemCause } from '../../../shared/problem.ts';

/** A message of `problems.json`. */
export interface ProblemMessage {
  readonly key: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/** What a problem is, in messages: `head: detail, detail`. */
export interface ProblemWords {
  readonly head: ProblemMessage;
  readonly details: readonly ProblemMessage[];
  readonly why: ProblemMessage;
  readonly next: ProblemMessage;
}

type Facts = Problem['facts'];

/** One detail of a sentence: said when the facts are there that it needs, and `when` holds. `count` is the fact that it is plural by. */
interface Detail {
  readonly key: string;
  readonly needs: readonly string[];
  readonly count?: string;
  readonly when?: (facts: Facts) => boolean;
}

/** What a cause says beside its head: of each list the first detail whose facts are there. Facts are those of the rules of the main side; any of them may be missing. */
const details: Readonly<Record<ProblemCause, readonly (readonly Detail[])[]>> = {
  'crash-loop': [
    [detail('reasonTimes', ['reason', 'restarts'], 'restarts'), detail('reason', ['reason']), detail('times', ['restarts'], 'restarts')],
    [detail('limit', ['limit'])],
    [detail('exit', ['exitCode'])],
    [detail('init', ['init'])],
  ],
  'container-failed': [[detail('reason', ['reason'])], [detail('exit', ['exitCode'])]],
  'image-pull': [[{ ...detail('why', ['why']), key: '' }, detail('reason', ['reason'])], [detail('image', ['image'])]],
  'container-config': [
    [
      detail('missingKey', ['missingKey', 'missingKind', 'missingName']),
      detail('missing', ['missingKind', 'missingName']),
      detail('reason', ['reason']),
    ],
  ],
  unschedulable: [
    [
      detail('wantsCpu', ['insufficientCpu', 'cpu', 'largestCpu', 'largestNode']),
      detail('insufficientCpu', ['insufficientCpu'], 'insufficientCpu'),
    ],
    [
      // Two gaps of one node would be the same sentence twice.
      {
        ...detail('wantsMemory', ['insufficientMemory', 'memory', 'largestMemory', 'largestNode']),
        when: (facts) => facts.insufficientCpu === undefined,
      },
      detail('insufficientMemory', ['insufficientMemory'], 'insufficientMemory'),
    ],
    [detail('insufficientOther', ['insufficientOther', 'resource'], 'insufficientOther')],
    [detail('taintsNamed', ['taints', 'taint'], 'taints'), detail('taints', ['taints'], 'taints')],
    ...['tooManyPods', 'nodeAffinity', 'podAffinity', 'spread', 'volumes', 'ports', 'cordoned'].map((name) => [detail(name, [name], name)]),
  ],
  'not-ready': [[detail('reason', ['reason'])], [detail('node', ['node'])]],
  'pod-failed': [[detail('resource', ['resource']), detail('reason', ['reason'])], [detail('node', ['node'])]],
  'pod-stuck-terminating': [[detail('finalizers', ['finalizers']), detail('node', ['node'])]],
  'node-not-ready': [[{ ...detail('silent', []), when: isSilent }, detail('reason', ['reason'])]],
  'node-pressure': [[detail('condition', ['condition'])]],
  'node-network': [[detail('reason', ['reason'])]],
  'rollout-stalled': [[detail('available', ['available'])]],
  'replicas-missing': [[detail('reason', ['reason'])]],
  'job-failed': [[detail('reason', ['reason'])], [detail('failed', ['failed'], 'failed')]],
  'cron-job-failing': [[detail('reason', ['reason'])]],
  'volume-lost': [[detail('volume', ['volume'])]],
  'volume-pending': [
    [{ ...detail('why', ['why']), key: '' }],
    [{ ...detail('storageClass', ['storageClass']), when: (facts) => facts.why !== 'no-class' }],
    [detail('size', ['size'])],
  ],
  'budget-blocks': [[detail('reason', ['reason']), detail('healthy', ['healthy', 'expected', 'desired'])]],
  'api-service-down': [[detail('service', ['service'])], [detail('reason', ['reason'])]],
  'webhook-without-endpoint': [[{ ...detail('why', ['why', 'service']), key: '' }], [detail('resources', ['resources'])]],
  'autoscaler-blind': [[detail('target', ['targetKind', 'targetName'])], [detail('reason', ['reason'])]],
  'quota-nearly-full': [[detail('used', ['used', 'hard', 'resource'])], [detail('more', ['more'], 'more')]],
  'certificate-expiring': [
    [{ ...detail('not-ready', []), when: (facts) => facts.why === 'not-ready' }, detail('expired', ['ago']), detail('expires', ['left'])],
    [detail('failures', ['failures'], 'failures')],
  ],
  'credential-expiring': [[detail('ended', ['ago']), detail('ends', ['left'])]],
  'not-looked-at': [
    [
      {
        ...detail('namespacesMore', ['resources', 'namespaces', 'count']),
        when: ({ namespaces, count }) => String(namespaces).split(', ').length < Number(count),
      },
      detail('namespaces', ['resources', 'namespaces']),
      detail('everywhere', ['resources']),
    ],
  ],
};

function detail(key: string, needs: readonly string[], count?: string): Detail {
  return { key, needs, ...(count === undefined ? {} : { count }) };
}

/** Reasons whose name is the message: `why` of an image that is not pulled. */
const namedReasons: Partial<Record<ProblemCause, readonly string[]>> = {
  'image-pull': ['not-found', 'denied', 'rate-limited', 'unreachable', 'invalid-name'],
  'volume-pending': ['provisioning', 'no-volume', 'no-default-class', 'no-class'],
  'webhook-without-endpoint': ['no-endpoints', 'no-service'],
};

/** Heads that say more where their numbers are there. */
const fullHeads: Partial<Record<ProblemCause, Detail>> = {
  'rollout-stalled': detail('headAt', ['updated', 'desired']),
  'replicas-missing': detail('headAt', ['missing', 'desired']),
  'cron-job-failing': detail('headAt', ['runs'], 'runs'),
  'quota-nearly-full': detail('headAt', ['percent']),
};

/** Which explanation fits, where a cause has more than one; they are messages `why-…` and `next-…`. */
const variants: Partial<Record<ProblemCause, (facts: Facts) => { readonly why?: string; readonly next?: string }>> = {
  'crash-loop': ({ reason, exitCode }) => {
    if (reason === 'OOMKilled') return both('oom');
    if (reason === 'StartError' || reason === 'ContainerCannotRun' || exitCode === 126 || exitCode === 127 || exitCode === 128)
      return both('command');
    if (exitCode === 137) return both('killed');
    return exitCode === 0 ? { why: 'completed' } : {};
  },
  'image-pull': ({ why }) => both(String(why), namedReasons['image-pull']),
  unschedulable: (facts) => {
    if (facts.insufficientCpu !== undefined || facts.insufficientMemory !== undefined || facts.tooManyPods !== undefined)
      return both('room');
    if (facts.volumes !== undefined) return both('volumes');
    if (facts.taints !== undefined || facts.cordoned !== undefined) return both('taints');
    return facts.nodeAffinity !== undefined || facts.podAffinity !== undefined || facts.spread !== undefined ? both('placement') : {};
  },
  'pod-failed': ({ reason }) => (reason === 'Evicted' ? both('evicted') : {}),
  'node-not-ready': (facts) => (isSilent(facts) ? both('silent') : {}),
  'volume-pending': ({ why }) => both(String(why), ['no-volume', 'no-default-class', 'no-class']),
  'certificate-expiring': ({ why }) => (why === 'expired' || why === 'not-ready' ? { why } : {}),
};

/** A rollout that does not get on because of its pods is said with them. */
function stalledRollout(facts: Facts): readonly ProblemMessage[] {
  return facts.stalledAt === undefined || facts.stalledOf === undefined ? [] : [{ key: 'stalled', values: facts }];
}

function both(name: string, known: readonly string[] = [name]): { readonly why?: string; readonly next?: string } {
  return known.includes(name) ? { why: name, next: name } : {};
}

/** NodeStatusUnknown of the node lifecycle controller, or condition Ready Unknown: nobody heard from the kubelet. */
function isSilent({ status, reason }: Facts): boolean {
  return status === 'Unknown' || reason === 'NodeStatusUnknown';
}

/** The words of a problem. `facts` are those of the problem with its times and amounts written for reading (`writeFacts`). Total: every cause has a head, a why and a next. */
export function planProblemWords(cause: ProblemCause, facts: Facts): ProblemWords {
  const message = (key: string, count?: string): ProblemMessage => ({
    key: `cause.${cause}.${key}`,
    values: count === undefined ? facts : { ...facts, count: Number(facts[count]) },
  });
  const has = ({ needs, when }: Detail) => needs.every((name) => facts[name] !== undefined) && (when?.(facts) ?? true);
  const head = fullHeads[cause];
  const variant = variants[cause]?.(facts) ?? {};
  return {
    head: head !== undefined && has(head) ? message(head.key, head.count) : message('head'),
    details: [
      ...details[cause].flatMap((alternatives) => {
        const found = alternatives.find((one) => has(one) && (one.key !== '' || namedReasons[cause]?.includes(String(facts.why)) === true));
        if (found === undefined) return [];
        return [message(found.key === '' ? String(facts.why) : found.key, found.count)];
      }),
      ...stalledRollout(facts),
    ],
    why: message(variant.why === undefined ? 'why' : `why-${variant.why}`),
    next: message(variant.next === undefined ? 'next' : `next-${variant.next}`),
  };
}
