import type { FeedHandler } from '../../../kube/data-thread-host.ts';
import type { SourceQuery } from '../../../kube/list-source.ts';
import { ObjectWatch } from '../../../kube/object-watch.ts';
import type { HeldSource } from '../../../kube/reflector-registry.ts';
import { separateNamespaces } from '../plan-drain-rights.ts';
import type { FollowPods, FromFacts, NodeFacts, PodFacts } from './facts-feed.ts';
import { projectBudgetFacts, projectNodeFacts, projectPodFacts } from './project-drain-facts.ts';

const nodes = { group: '', version: 'v1', resource: 'nodes' };
const pods = { group: '', version: 'v1', resource: 'pods' };
const budgets = { group: 'policy', version: 'v1', resource: 'poddisruptionbudgets' };

/**
 * The data thread's side of a drain run: watches what the run follows, through the same list sources as tables do, and posts `FromFacts` until the port is
 * closed. Owns the port.
 */
export const followDrain: FeedHandler = (session, _request, port) => {
  const follow = new DrainFollower(
    (query) => session.hold(query),
    (message) => port.postMessage(message),
  );
  port.on('message', (message: FollowPods) => follow.follow(message));
  port.on('close', () => follow.close());
};

interface Watched {
  readonly pods: ObjectWatch<PodFacts>;
  readonly budgets: ObjectWatch<object>;
}

/** Watches nodes, and pods and budgets of the namespaces that are followed. Tells each fact once until it changes. After `close` nothing is told. */
export class DrainFollower {
  readonly #hold: (query: SourceQuery) => HeldSource;
  readonly #tell: (message: FromFacts) => void;
  readonly #nodes: ObjectWatch<NodeFacts>;
  /** By namespace; null = all. */
  readonly #watched = new Map<string | null, Watched>();
  #pods = new Set<string>();
  #controllers = new Set<string>();

  constructor(hold: (query: SourceQuery) => HeldSource, tell: (message: FromFacts) => void) {
    this.#hold = hold;
    this.#tell = tell;
    const names = new Map<string, string>();
    this.#nodes = new ObjectWatch<NodeFacts>(
      hold,
      { ...everything(nodes, null), projection: projectNodeFacts },
      {
        object: (uid, node) => {
          names.set(uid, node.name);
          tell({ type: 'node', node });
        },
        gone: (uid) => tell({ type: 'node-gone', name: names.get(uid) ?? '' }),
        state: (state) => tell({ type: 'state', list: 'nodes', namespace: null, state }),
      },
    );
    this.#nodes.begin();
  }

  /** Takes what is followed from now on; what is known of it is told again. */
  follow({ version, namespaces, pods: uids, controllers }: FollowPods): void {
    this.#pods = new Set(uids);
    this.#controllers = new Set(controllers);
    const wanted: readonly (string | null)[] = namespaces.length > separateNamespaces ? [null] : namespaces;
    for (const [namespace, { pods: podWatch, budgets: budgetWatch }] of this.#watched) {
      if (wanted.includes(namespace)) podWatch.begin();
      else {
        podWatch.close();
        budgetWatch.close();
        this.#watched.delete(namespace);
        for (const list of ['pods', 'budgets'] as const) this.#tell({ type: 'state', list, namespace, state: { state: 'not-connected' } });
      }
    }
    for (const namespace of wanted) if (!this.#watched.has(namespace)) this.#watch(namespace);
    this.#tell({ type: 'followed', version });
  }

  close(): void {
    this.#nodes.close();
    for (const { pods: podWatch, budgets: budgetWatch } of this.#watched.values()) {
      podWatch.close();
      budgetWatch.close();
    }
    this.#watched.clear();
  }

  #watch(namespace: string | null): void {
    const watched: Watched = {
      pods: new ObjectWatch<PodFacts>(
        this.#hold,
        { ...everything(pods, namespace), projection: projectPodFacts },
        {
          object: (_uid, pod) => this.#pod(pod),
          gone: (uid) => this.#tell({ type: 'pod-gone', uid }),
          state: (state) => this.#tell({ type: 'state', list: 'pods', namespace, state }),
        },
      ),
      budgets: new ObjectWatch<object>(
        this.#hold,
        { ...everything(budgets, namespace), projection: projectBudgetFacts },
        {
          object: (uid, budget) => this.#tell({ type: 'budget', uid, budget }),
          gone: (uid) => this.#tell({ type: 'budget-gone', uid }),
          state: (state) => this.#tell({ type: 'state', list: 'budgets', namespace, state }),
        },
      ),
    };
    this.#watched.set(namespace, watched);
    watched.budgets.begin();
    watched.pods.begin();
  }

  #pod(pod: PodFacts): void {
    const ours = this.#pods.has(pod.uid) || (pod.controller !== null && this.#controllers.has(pod.controller.uid));
    if (ours) this.#tell({ type: 'pod', pod });
  }
}

function everything(ref: SourceQuery['ref'], namespace: string | null): SourceQuery {
  return { ref, namespaces: namespace === null ? null : [namespace], fieldSelector: '', labelSelector: '' };
}
