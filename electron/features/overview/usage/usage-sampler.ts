import type { ClusterError } from '../../../../shared/cluster-error.ts';
import type { MissingUsage } from '../../../../shared/usage.ts';
import { Backoff } from '../../../kube/backoff.ts';
import type { Clock } from '../../../kube/clock.ts';
import { clusterErrorOf } from '../../../kube/request-failure.ts';
import type { Transport } from '../../../kube/transport.ts';
import { findMetricsApi, isForbidden, whyNoMetrics } from './find-metrics-api.ts';
import { readKubeletCheck } from './kubelet-check.ts';
import { readSamples, type Sample } from './read-samples.ts';
import { SamplePoll } from './sample-poll.ts';
import { UsageHistory } from './usage-history.ts';

/** What a sampler needs of its cluster. */
export interface SamplerCluster {
  readonly transport: Transport;
  /** Namespaces whose pods may be listed, where not all may; null = all. */
  readonly readableNamespaces: () => readonly string[] | null;
  readonly clock: Clock;
  readonly random?: () => number;
  /** `workloadKey` of a pod; empty when it is not known. */
  readonly workloadOf: (namespace: string, name: string) => string;
}

/** A poll comes this much later than its rhythm at most, as a part of it: a fleet must not ask all its clusters at once. */
const jitter = 0.1;
/** The last reader is gone: going back to a table within this time finds numbers, in ms. */
const graceMs = 30_000;
/** A cluster without the API is asked again as seldom as this, in ms: somebody may install it. */
const askAgainMs = 60_000;
/** A server that wants to be left alone for longer is asked all the same, in ms: somebody looks at this. */
const longestRetryAfterMs = 600_000;
/** Namespaces that are asked for their pods' samples at once. */
const namespacesInFlight = 4;

/**
 * Polls metrics.k8s.io of one cluster for as long as anybody reads: at the rhythm in which new samples come, one question per resource at a time, later and later while it fails.
 * Readers share it. Nothing is asked before the first reader nor after the last; then nothing is told either.
 */
export class UsageSampler {
  readonly nodes: SamplePoll;
  readonly pods: SamplePoll;
  /** Of nodes, and of pods with their containers; what nobody looked at is a gap. */
  readonly nodeHistory = new UsageHistory(() => '');
  readonly podHistory: UsageHistory;
  readonly #cluster: SamplerCluster;
  readonly #readers = new Set<() => void>();
  readonly #backoff: Backoff;
  #version: string | null = null;
  #run: AbortController | null = null;
  /** How long the server wants to be left alone, by the last round's answers; 0 = it does not say. */
  #retryAfterMs = 0;
  /** The run in which metrics-server's flags were asked for. */
  #checkedIn: AbortController | null = null;
  #kubeletCheck: boolean | null = null;
  #cancelRound: () => void = () => undefined;
  #cancelGrace: () => void = () => undefined;

  constructor(cluster: SamplerCluster) {
    this.#cluster = cluster;
    const now = cluster.clock.now();
    this.nodes = new SamplePoll(now);
    this.pods = new SamplePoll(now);
    this.podHistory = new UsageHistory(({ namespace, name }) => cluster.workloadOf(namespace, name));
    this.#backoff = new Backoff(cluster.clock, {
      maximumMs: askAgainMs,
      ...(cluster.random === undefined ? {} : { random: cluster.random }),
    });
  }

  /** Calls `changed` after every round, until the returned function is called. */
  subscribe(changed: () => void): () => void {
    // Two readers may bring the same function.
    const reader = () => changed();
    this.#readers.add(reader);
    this.#start();
    return () => {
      if (!this.#readers.delete(reader) || this.#readers.size > 0) return;
      const { clock } = this.#cluster;
      this.#cancelGrace = clock.after(graceMs, () => this.stop());
    };
  }

  /**
   * Whether metrics-server refuses kubelets whose certificate it does not know; null until that is known. It is asked for once while somebody reads, by the first who wants
   * to know; readers are told when the answer comes.
   */
  kubeletCheck(): boolean | null {
    const run = this.#run;
    if (run !== null && this.#checkedIn !== run) {
      this.#checkedIn = run;
      void readKubeletCheck(this.#cluster.transport, run.signal).then((checked) => {
        if (run.signal.aborted) return;
        this.#kubeletCheck = checked;
        this.#tell();
      });
    }
    return this.#kubeletCheck;
  }

  /** Ends what is under way; a later reader starts anew. */
  stop(): void {
    this.#run?.abort(new Error('nobody looks at usage'));
    this.#run = null;
    this.#cancelRound();
    this.#cancelGrace();
  }

  #start(): void {
    this.#cancelGrace();
    if (this.#run !== null) return;
    const run = new AbortController();
    this.#run = run;
    void this.#round(run.signal);
  }

  async #round(signal: AbortSignal): Promise<void> {
    const { clock, random = Math.random } = this.#cluster;
    this.#retryAfterMs = 0;
    const answered = await this.#ask(signal);
    if (signal.aborted) return;
    this.#tell();
    const rhythm = Math.max(this.nodes.rhythmMs, this.pods.rhythmMs);
    const own = answered ? rhythm * (1 + random() * jitter) : Math.max(this.#backoff.next(), 1_000);
    this.#cancelRound = clock.after(Math.max(own, this.#retryAfterMs), () => void this.#round(signal));
  }

  #tell(): void {
    for (const reader of [...this.#readers]) reader();
  }

  /** Whether anything was answered. Failures become states. */
  async #ask(signal: AbortSignal): Promise<boolean> {
    const { transport, clock } = this.#cluster;
    try {
      this.#version ??= await findMetricsApi(transport, signal);
    } catch (thrown) {
      const error = this.#heed(thrown);
      this.#failAll({ kind: 'failed', error });
      return false;
    }
    if (signal.aborted) return false;
    const version = this.#version;
    if (version === null) {
      const why = await whyNoMetrics(transport, null, signal);
      if (!signal.aborted) this.#failAll(why);
      return false;
    }
    const [nodes, pods] = await Promise.all([
      this.#read('nodes', () => readSamples(transport, version, 'nodes', '', signal), signal),
      this.#read('pods', () => this.#readPods(version, signal), signal),
    ]);
    if (signal.aborted) return false;
    const now = clock.now();
    for (const [poll, result] of [[this.nodes, nodes] as const, [this.pods, pods] as const]) {
      if (Array.isArray(result)) poll.answered(result, now);
      else poll.failed(result as MissingUsage, now);
    }
    this.#keep(this.nodes, this.nodeHistory);
    this.#keep(this.pods, this.podHistory);
    const answered = Array.isArray(nodes) || Array.isArray(pods);
    // Served no more, or in another version: looked for anew.
    if (!answered) this.#version = null;
    else this.#backoff.reset();
    return answered;
  }

  #keep({ state, samples }: SamplePoll, history: UsageHistory): void {
    if (state.state === 'live') history.record(samples.samples(), state.at);
  }

  /** What went wrong; a server that says how long it wants to be left alone (429, 503) is. */
  #heed(thrown: unknown): ClusterError {
    const error = clusterErrorOf(thrown);
    const seconds = error.kind === 'status' ? (error.retryAfterSeconds ?? 0) : 0;
    this.#retryAfterMs = Math.max(this.#retryAfterMs, Math.min(seconds * 1_000, longestRetryAfterMs));
    return error;
  }

  #failAll(why: MissingUsage): void {
    const now = this.#cluster.clock.now();
    this.nodes.failed(why, now);
    this.pods.failed(why, now);
  }

  async #read(
    resource: 'nodes' | 'pods',
    ask: () => Promise<readonly Sample[]>,
    signal: AbortSignal,
  ): Promise<readonly Sample[] | MissingUsage> {
    try {
      return await ask();
    } catch (thrown) {
      const error = this.#heed(thrown);
      if (isForbidden(error)) return { kind: 'forbidden', resource, namespace: '', error };
      return whyNoMetrics(this.#cluster.transport, error, signal);
    }
  }

  /** Of all namespaces at once where that is allowed, else of those whose pods may be listed. Rejects with the first refusal when none may be read. */
  async #readPods(version: string, signal: AbortSignal): Promise<readonly Sample[]> {
    const { transport, readableNamespaces } = this.#cluster;
    try {
      return await readSamples(transport, version, 'pods', '', signal);
    } catch (thrown) {
      const namespaces = readableNamespaces();
      if (!isForbidden(clusterErrorOf(thrown)) || namespaces === null || namespaces.length === 0) throw thrown;
      const all: Sample[] = [];
      let refused = 0;
      for (let start = 0; start < namespaces.length; start += namespacesInFlight) {
        const some = namespaces.slice(start, start + namespacesInFlight);
        const answers = await Promise.allSettled(some.map((namespace) => readSamples(transport, version, 'pods', namespace, signal)));
        for (const answer of answers) {
          if (answer.status === 'fulfilled') for (const sample of answer.value) all.push(sample);
          else if (isForbidden(clusterErrorOf(answer.reason))) refused++;
          else throw answer.reason;
        }
      }
      if (refused === namespaces.length) throw thrown;
      return all;
    }
  }
}
