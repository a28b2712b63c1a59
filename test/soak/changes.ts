import { setTimeout as delay } from 'node:timers/promises';
import type { SeededRandom } from '../electron/kube/seeded-random.ts';
import type { AdminApi, Answer } from './admin-api.ts';

/** Pause between two changes of one cluster, in ms: steady work that leaves the processor to others. */
const pause = { from: 500, to: 1_500 };
/** What is alive at once in a cluster: enough to be busy, and bounded, so that memory that grows is a leak and not rows. */
const most = { namespaces: 3, deployments: 3, replicas: 8 };
/** A namespace is deleted after so many changes: its events go with it, which would else pile up for an hour. */
const namespaceLife = 60;

interface Workspace {
  readonly name: string;
  readonly bornAt: number;
  readonly deployments: string[];
}

interface Named {
  readonly metadata: { readonly name: string };
}

/** Changes one cluster at random, by its API, from each start until it is stopped. */
export class RandomChanges {
  made = 0;
  /** Not made: the object had just gone, the namespace is being deleted, or the API server was being restarted. */
  refused = 0;
  lastRefusal = '';
  readonly #api: AdminApi;
  readonly #random: SeededRandom;
  readonly #nodes: readonly string[];
  #stopped = new AbortController();
  readonly #spaces: Workspace[] = [];
  #count = 0;
  #running: Promise<void> = Promise.resolve();

  constructor(api: AdminApi, nodes: readonly string[], random: SeededRandom) {
    this.#api = api;
    this.#nodes = nodes;
    this.#random = random;
  }

  /** Goes on where it was stopped. */
  start(): void {
    this.#stopped = new AbortController();
    this.#running = this.#run(this.#stopped.signal);
  }

  /** Resolves when the last change was answered. Rejects with what ended the changes before. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const answer = await this.#change();
        if (answer !== null && answer.status < 300) this.made++;
        else if (answer !== null) this.#refuse(`${answer.status} ${JSON.stringify(answer.body).slice(0, 200)}`);
      } catch (error) {
        this.#refuse(String(error));
      }
      await delay(pause.from + this.#random.next() * (pause.to - pause.from), undefined, { signal }).catch((error: Error) => {
        if (error.name !== 'AbortError') throw error;
      });
    }
  }

  #refuse(reason: string): void {
    this.refused++;
    this.lastRefusal = reason;
  }

  /** One change; null when there was nothing to do it to. */
  async #change(): Promise<Answer | null> {
    this.#count++;
    const oldest = this.#spaces[0];
    if (oldest !== undefined && this.#count - oldest.bornAt > namespaceLife) {
      this.#spaces.shift();
      return this.#api.call('DELETE', `/api/v1/namespaces/${oldest.name}`);
    }
    if (this.#spaces.length < most.namespaces && this.#random.chance(this.#spaces.length === 0 ? 1 : 0.1)) return this.#createNamespace();
    if (this.#spaces.length === 0) return null;
    const space = this.#random.pick(this.#spaces);
    const change = this.#random.pick([
      () => this.#createDeployment(space),
      () => this.#createDeployment(space),
      () => this.#scale(space),
      () => this.#scale(space),
      () => this.#scale(space),
      () => this.#deleteDeployment(space),
      () => this.#labelPod(space),
      () => this.#labelPod(space),
      () => this.#deletePod(space),
      () => this.#createService(space),
      () => this.#createConfigMap(space),
      () => this.#cordon(),
    ]);
    return change();
  }

  #createNamespace(): Promise<Answer> {
    const name = `soak-${this.#count}`;
    this.#spaces.push({ name, bornAt: this.#count, deployments: [] });
    return this.#api.call('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  }

  #createDeployment(space: Workspace): Promise<Answer> | null {
    if (space.deployments.length >= most.deployments) return this.#deleteDeployment(space);
    const name = `web-${this.#count}`;
    space.deployments.push(name);
    const labels = { app: name };
    const template = { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'registry.invalid/main:1' }] } };
    const spec = { replicas: this.#replicas(), selector: { matchLabels: labels }, template };
    const body = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, labels }, spec };
    return this.#api.call('POST', `/apis/apps/v1/namespaces/${space.name}/deployments`, body);
  }

  #scale(space: Workspace): Promise<Answer> | null {
    if (space.deployments.length === 0) return null;
    const name = this.#random.pick(space.deployments);
    const path = `/apis/apps/v1/namespaces/${space.name}/deployments/${name}/scale`;
    return this.#api.call('PATCH', path, { spec: { replicas: this.#replicas() } });
  }

  #deleteDeployment(space: Workspace): Promise<Answer> | null {
    const name = space.deployments.shift();
    if (name === undefined) return null;
    return this.#api.call('DELETE', `/apis/apps/v1/namespaces/${space.name}/deployments/${name}`);
  }

  async #labelPod(space: Workspace): Promise<Answer | null> {
    const path = await this.#somePod(space);
    return path === null ? null : this.#api.call('PATCH', path, { metadata: { labels: { change: String(this.#count) } } });
  }

  async #deletePod(space: Workspace): Promise<Answer | null> {
    const path = await this.#somePod(space);
    return path === null ? null : this.#api.call('DELETE', path);
  }

  #createService(space: Workspace): Promise<Answer> {
    const metadata = { name: `service-${this.#count}` };
    const body = { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } };
    return this.#api.call('POST', `/api/v1/namespaces/${space.name}/services`, body);
  }

  #createConfigMap(space: Workspace): Promise<Answer> {
    const data = Object.fromEntries(Array.from({ length: this.#random.below(5) }, (_, index) => [`key-${index}`, String(this.#count)]));
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `settings-${this.#count}` }, data };
    return this.#api.call('POST', `/api/v1/namespaces/${space.name}/configmaps`, body);
  }

  #cordon(): Promise<Answer> {
    const path = `/api/v1/nodes/${this.#random.pick(this.#nodes)}`;
    return this.#api.call('PATCH', path, { spec: { unschedulable: this.#random.chance(0.3) } });
  }

  /** Path of a pod of the namespace; null when it has none. */
  async #somePod(space: Workspace): Promise<string | null> {
    const folder = `/api/v1/namespaces/${space.name}/pods`;
    const { status, body } = await this.#api.call('GET', `${folder}?limit=50`);
    if (status !== 200) throw new Error(`GET ${folder}: ${status}`);
    const { items } = body as { items: readonly Named[] };
    return items.length === 0 ? null : `${folder}/${this.#random.pick(items).metadata.name}`;
  }

  #replicas(): number {
    return this.#random.below(most.replicas + 1);
  }
}
