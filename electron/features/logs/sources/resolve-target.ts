import type { ClusterError } from '../../../../shared/cluster-error.ts';
import type { LogTarget } from '../../../../shared/logs.ts';
import type { Clock } from '../../../kube/clock.ts';
import type { Transport } from '../../../kube/transport.ts';
import { NamedPods } from './named-pods.ts';
import { type Hold, type PodReader, PodsWatch } from './pods-watch.ts';
import { WorkloadPods } from './workload-pods.ts';

/** What targets are resolved with. */
export interface TargetContext {
  readonly clock: Clock;
  readonly hold: Hold;
  /** Lives longer than the connection of the context. */
  readonly transport: Transport;
}

/** The pods of one selection, live until `close`. Its reader is told when `error` or `size` may have changed. */
export interface TargetPods {
  /** What the selection as a whole says: its workload is gone, its pods may not be listed. */
  readonly error: ClusterError | null;
  /** Pods that are there now. */
  readonly size: number;
  close(): void;
}

/** Begins to watch the pods of `target`; `reader` hears of them from now on, of some before this returns. Never throws: what fails is `error`. */
export function resolveTarget(context: TargetContext, target: LogTarget, reader: PodReader): TargetPods {
  switch (target.type) {
    case 'pods':
      return new NamedPods(context, target.pods, reader);
    case 'workload': {
      const { resource, namespace, name } = target;
      if (resource.group === '' && resource.resource === 'pods') return new NamedPods(context, [{ namespace, name }], reader);
      return new WorkloadPods(context, target, reader);
    }
    case 'labels': {
      const pods = new PodsWatch(context.hold, reader);
      pods.add({ namespaces: target.namespaces, fieldSelector: '', labelSelector: target.selector });
      return pods;
    }
  }
}
