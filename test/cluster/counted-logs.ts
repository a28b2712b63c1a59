import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ControlPlane } from './control-plane.ts';

/** One line as it was written: RFC 3339 with nanoseconds. */
export interface WrittenLine {
  readonly stamp: string;
  readonly text: string;
}

interface Pod {
  readonly metadata: { readonly name: string; readonly uid: string; readonly deletionTimestamp?: string };
  readonly status: { readonly phase: string };
}

interface Writing {
  readonly file: string;
  readonly lines: WrittenLine[];
  open: boolean;
}

const everyMs = 20;
const lookEveryMs = 300;

/**
 * Writes the logs of the pods of a label in the kubelet's format, a counter in each line, and has kwok serve them: a Logs object per pod. A pod
 * writes from when it is seen to run until it is seen to be deleted.
 */
export class CountedLogs {
  readonly #cluster: ControlPlane;
  readonly #selector: string;
  readonly #folder: string;
  readonly #pods = new Map<string, Writing>();
  readonly #timer: NodeJS.Timeout;
  #looking: Promise<void>;
  #failure: unknown = null;
  #stopped = false;
  #stamps = 0;

  constructor(cluster: ControlPlane, selector: string, folder: string) {
    this.#cluster = cluster;
    this.#selector = selector;
    this.#folder = join(folder, `counted-${cluster.name}`);
    mkdirSync(this.#folder);
    this.#timer = setInterval(() => this.#writeAll(), everyMs);
    this.#looking = this.#look();
  }

  /** What each pod has written so far, by name. */
  get written(): ReadonlyMap<string, readonly WrittenLine[]> {
    return new Map([...this.#pods].map(([name, { lines }]) => [name, lines]));
  }

  /** Names of the pods that write. */
  get writing(): readonly string[] {
    return [...this.#pods].flatMap(([name, { open }]) => (open ? [name] : []));
  }

  /** Writes nothing more. Rejects when the last look after the pods failed. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopped = true;
    await this.#looking;
    if (this.#failure !== null) throw this.#failure;
  }

  async #look(): Promise<void> {
    while (!this.#stopped) {
      try {
        await this.#lookOnce();
        this.#failure = null;
      } catch (thrown) {
        // The API server may be down on purpose: containers write on.
        this.#failure = thrown;
      }
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
  }

  async #lookOnce(): Promise<void> {
    const { items } = JSON.parse(await this.#cluster.kubectl('get', 'pods', '-l', this.#selector, '-o', 'json')) as { items: Pod[] };
    const alive = items.filter(({ metadata, status }) => metadata.deletionTimestamp === undefined && status.phase === 'Running');
    for (const [name, writing] of this.#pods) writing.open = alive.some(({ metadata }) => metadata.name === name);
    for (const { metadata } of alive) if (!this.#pods.has(metadata.name)) await this.#begin(metadata.name);
  }

  async #begin(name: string): Promise<void> {
    const file = join(this.#folder, `${name}.log`);
    writeFileSync(file, '');
    const logs = { apiVersion: 'kwok.x-k8s.io/v1alpha1', kind: 'Logs', metadata: { name, namespace: 'default' } };
    await this.#cluster.apply(JSON.stringify({ ...logs, spec: { logs: [{ logsFile: file, follow: true }] } }));
    this.#pods.set(name, { file, lines: [], open: true });
  }

  #writeAll(): void {
    for (const [name, { file, lines, open }] of this.#pods) {
      if (!open) continue;
      const stamp = new Date().toISOString().replace('Z', `${String(this.#stamps++ % 1_000_000).padStart(6, '0')}Z`);
      const text = `${name} ${lines.length}`;
      appendFileSync(file, `${stamp} stdout F ${text}\n`);
      lines.push({ stamp, text });
    }
  }
}
