import { workloadKey, workloadOfPod } from '../../../../shared/workload-of-pod.ts';
import type { Clock } from '../../../kube/clock.ts';
import type { ContextSession } from '../../../kube/context-session.ts';
import { UsageSampler } from './usage-sampler.ts';

const samplers = new WeakMap<ContextSession, UsageSampler>();

/** The one sampler of a context, for all who read usage there: tables, charts and the overview. */
export function usageOfSession(session: ContextSession, clock: Clock): UsageSampler {
  const known = samplers.get(session);
  if (known !== undefined) return known;
  const sampler = new UsageSampler({
    transport: session.lastingTransport,
    clock,
    workloadOf: (namespace, name) => {
      const row = session.pod(namespace, name);
      return row === null ? '' : workloadKey(workloadOfPod(row));
    },
    readableNamespaces: () => {
      const pods = session.podsFreshness;
      return pods?.state === 'live' ? (pods.partial?.readable ?? null) : null;
    },
  });
  samplers.set(session, sampler);
  return sampler;
}
