import type { ClusterState } from '../cluster-state.ts';
import { cloneJson, kubeTime, textAt } from '../kube-object.ts';
import type { EventRecorder } from './event-recorder.ts';
import type { Condition, ContainerSpec, ContainerStatus, Pod } from './pod-types.ts';
import { setCondition } from './pod-types.ts';
import type { Simulation } from './simulation.ts';

/** How an image behaves when it runs. Images without an entry start and stay up. */
export type ImageBehaviour =
  | { readonly type: 'crash'; readonly runMs: number; readonly exitCode: number; readonly reason: 'OOMKilled' | 'Error' }
  | { readonly type: 'missing' }
  | { readonly type: 'finish'; readonly runMs: number; readonly exitCode: number };

/** Back-off of a crashing container: 10 s doubling to 5 min (kubelet MaxContainerBackOff). */
const backOffMs = (restarts: number): number => Math.min(300_000, 10_000 * 2 ** Math.max(0, restarts - 1));

/** Marks the mirror of a static pod. */
const MIRROR = 'kubernetes.io/config.mirror';

/** Containers of the demo heed their SIGTERM, so that nobody waits for a whole grace period. */
const LONGEST_STOP_SECONDS = 14;

/** All the kubelets of a cluster: they start what is scheduled to them, restart what crashes, and stop what is deleted. */
export class Kubelets {
  readonly #state: ClusterState;
  readonly #simulation: Simulation;
  readonly #events: EventRecorder;
  readonly #behaviours: ReadonlyMap<string, ImageBehaviour>;
  readonly #nodeIsDead: (node: string) => boolean;
  readonly #handled = new Set<string>();
  readonly #stopping = new Set<string>();
  #nextAddress = 10;

  constructor(
    state: ClusterState,
    simulation: Simulation,
    events: EventRecorder,
    behaviours: ReadonlyMap<string, ImageBehaviour>,
    nodeIsDead: (node: string) => boolean,
  ) {
    this.#state = state;
    this.#simulation = simulation;
    this.#events = events;
    this.#behaviours = behaviours;
    this.#nodeIsDead = nodeIsDead;
    state.onChange('pods', (change) => {
      const pod = change.stored.object as Pod;
      const uid = pod.metadata.uid ?? '';
      if (change.type === 'DELETED') {
        this.#handled.delete(uid);
        this.#stopping.delete(uid);
        if (pod.metadata.annotations?.[MIRROR] !== undefined) this.#mirrorAgain(pod);
      } else if (pod.spec.nodeName && !this.#nodeIsDead(pod.spec.nodeName)) {
        if (pod.metadata.deletionTimestamp !== undefined) this.#stop(pod);
        else if (!this.#handled.has(uid)) this.#admit(pod);
      }
    });
  }

  /** Changes a pod if it is still the same one, not stopping, and its node alive. */
  #change(pod: Pod, change: (copy: Pod) => void): Pod | null {
    const { namespace = '', name, uid = '' } = pod.metadata;
    const current = this.#state.get('pods', namespace, name) as Pod | null;
    if (current?.metadata.uid !== uid || this.#nodeIsDead(current.spec.nodeName ?? '')) return null;
    return this.#state.update<Pod>('pods', namespace, name, change);
  }

  #condition(copy: Pod, type: string, ok: boolean, reason?: string, message?: string): void {
    const condition: Condition = {
      type,
      status: ok ? 'True' : 'False',
      lastProbeTime: null,
      lastTransitionTime: kubeTime(this.#simulation.now),
      ...(ok || reason === undefined ? {} : { reason, ...(message === undefined ? {} : { message }) }),
    };
    copy.status.conditions = setCondition(copy.status.conditions ?? [], condition);
  }

  #readiness(copy: Pod): void {
    const unready = (copy.status.containerStatuses ?? []).filter((status) => !status.ready).map((status) => status.name);
    const finished = copy.status.phase === 'Succeeded';
    const message = `containers with unready status: [${unready.join(' ')}]`;
    for (const type of ['Ready', 'ContainersReady'])
      this.#condition(copy, type, unready.length === 0, finished ? 'PodCompleted' : 'ContainersNotReady', finished ? undefined : message);
  }

  #admit(pod: Pod): void {
    this.#handled.add(pod.metadata.uid ?? '');
    const { random, now } = this.#simulation;
    this.#simulation.after(random.between(150, 900), () => {
      const waiting = (spec: ContainerSpec, reason: string): ContainerStatus => ({
        name: spec.name,
        image: spec.image,
        imageID: '',
        ready: false,
        started: false,
        restartCount: 0,
        state: { waiting: { reason } },
        lastState: {},
      });
      const inits = pod.spec.initContainers ?? [];
      const accepted = this.#change(pod, (copy) => {
        copy.status.phase = 'Pending';
        copy.status.startTime = kubeTime(now);
        copy.status.hostIP = textAt(this.#state.get('nodes', '', copy.spec.nodeName ?? ''), 'status', 'addresses', 0, 'address');
        if (inits.length > 0) copy.status.initContainerStatuses = inits.map((spec) => waiting(spec, 'PodInitializing'));
        copy.status.containerStatuses = copy.spec.containers.map((spec) =>
          waiting(spec, inits.length > 0 ? 'PodInitializing' : 'ContainerCreating'),
        );
        this.#condition(copy, 'PodReadyToStartContainers', false);
        this.#condition(
          copy,
          'Initialized',
          inits.length === 0,
          'ContainersNotInitialized',
          `containers with incomplete status: [${inits.map((spec) => spec.name).join(' ')}]`,
        );
        this.#readiness(copy);
      });
      if (accepted) this.#simulation.after(random.between(1200, 4000), () => this.#startInits(pod));
    });
  }

  #startInits(pod: Pod): void {
    const inits = pod.spec.initContainers ?? [];
    const address = `10.${this.#simulation.random.whole(0, 3)}.${Math.floor(this.#nextAddress / 250) % 250}.${(this.#nextAddress % 250) + 2}`;
    this.#nextAddress += 1;
    const changed = this.#change(pod, (copy) => {
      copy.status.podIP = address;
      copy.status.podIPs = [{ ip: address }];
      this.#condition(copy, 'PodReadyToStartContainers', true);
      for (const status of copy.status.initContainerStatuses ?? []) {
        const spec = inits.find((one) => one.name === status.name);
        const time = kubeTime(this.#simulation.now);
        this.#fillIds(status);
        if (spec?.restartPolicy === 'Always')
          Object.assign(status, { ready: true, started: true, state: { running: { startedAt: time } } });
        else
          Object.assign(status, {
            ready: true,
            started: false,
            state: { terminated: { exitCode: 0, reason: 'Completed', startedAt: time, finishedAt: time } },
          });
      }
      this.#condition(copy, 'Initialized', true);
    });
    if (changed) for (const spec of pod.spec.containers) this.#start(pod, spec.name);
  }

  #fillIds(status: ContainerStatus): void {
    const hex = (): string => Array.from({ length: 8 }, () => this.#simulation.random.uid().replace(/-/g, '').slice(0, 8)).join('');
    status.containerID = `containerd://${hex()}`;
    status.imageID ||= `${status.image.split(':')[0]}@sha256:${hex()}`;
  }

  #setStatus(copy: Pod, container: string, change: (status: ContainerStatus) => void): void {
    const status = (copy.status.containerStatuses ?? []).find((one) => one.name === container);
    if (status) change(status);
  }

  #start(pod: Pod, container: string): void {
    const image = pod.spec.containers.find((spec) => spec.name === container)?.image ?? '';
    const behaviour = this.#behaviours.get(image);
    const path = `spec.containers{${container}}`;
    if (behaviour?.type === 'missing') {
      this.#pullFails(pod, container, image, 0);
      return;
    }
    const started = this.#change(pod, (copy) => {
      this.#setStatus(copy, container, (status) => {
        this.#fillIds(status);
        status.state = { running: { startedAt: kubeTime(this.#simulation.now) } };
        status.started = true;
      });
      const all = copy.status.containerStatuses ?? [];
      if (all.some((status) => status.state.running)) copy.status.phase = 'Running';
    });
    if (!started) return;
    this.#events.record(started, 'Normal', 'Pulled', `Container image "${image}" already present on machine`, 'kubelet', path);
    this.#events.record(started, 'Normal', 'Created', `Container created`, 'kubelet', path);
    this.#events.record(started, 'Normal', 'Started', `Container started`, 'kubelet', path);
    this.#simulation.after(this.#simulation.random.between(900, 3500), () => {
      this.#change(pod, (copy) => {
        this.#setStatus(copy, container, (status) => {
          status.ready = status.state.running !== undefined;
        });
        this.#readiness(copy);
      });
    });
    if (behaviour)
      this.#simulation.after(behaviour.runMs * this.#simulation.random.between(0.9, 1.1), () => this.#exit(pod, container, behaviour));
  }

  #exit(pod: Pod, container: string, behaviour: Exclude<ImageBehaviour, { type: 'missing' }>): void {
    const stopped = this.#change(pod, (copy) => {
      this.#setStatus(copy, container, (status) => {
        const startedAt = status.state.running?.startedAt ?? kubeTime(this.#simulation.now);
        const reason = behaviour.type === 'crash' ? behaviour.reason : behaviour.exitCode === 0 ? 'Completed' : 'Error';
        status.ready = false;
        status.started = false;
        status.state = {
          terminated: {
            exitCode: behaviour.exitCode,
            reason,
            startedAt,
            finishedAt: kubeTime(this.#simulation.now),
            ...(status.containerID === undefined ? {} : { containerID: status.containerID }),
          },
        };
      });
      if (behaviour.type === 'finish') copy.status.phase = behaviour.exitCode === 0 ? 'Succeeded' : 'Failed';
      this.#readiness(copy);
    });
    if (!stopped || behaviour.type === 'finish') return;
    const restarts = (stopped.status.containerStatuses ?? []).find((status) => status.name === container)?.restartCount ?? 0;
    const delay = backOffMs(restarts);
    this.#simulation.after(this.#simulation.random.between(1000, 3000), () => this.#backOff(pod, container, delay));
  }

  #backOff(pod: Pod, container: string, delay: number): void {
    const seconds = Math.round(delay / 1000);
    const text = `back-off ${seconds >= 60 ? `${Math.floor(seconds / 60)}m${seconds % 60}s` : `${seconds}s`} restarting failed container=${container} pod=${pod.metadata.name}_${pod.metadata.namespace}(${pod.metadata.uid})`;
    const waiting = this.#change(pod, (copy) => {
      this.#setStatus(copy, container, (status) => {
        status.lastState = status.state;
        status.state = { waiting: { reason: 'CrashLoopBackOff', message: text } };
      });
    });
    if (!waiting) return;
    this.#events.record(
      waiting,
      'Warning',
      'BackOff',
      `Back-off restarting failed container ${container} in pod ${pod.metadata.name}_${pod.metadata.namespace}(${pod.metadata.uid})`,
      'kubelet',
      `spec.containers{${container}}`,
    );
    this.#simulation.after(delay, () => {
      const again = this.#change(pod, (copy) => {
        this.#setStatus(copy, container, (status) => {
          status.restartCount += 1;
        });
      });
      if (again) this.#start(pod, container);
    });
  }

  #pullFails(pod: Pod, container: string, image: string, tries: number): void {
    const path = `spec.containers{${container}}`;
    const error = `rpc error: code = NotFound desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`;
    const failed = this.#change(pod, (copy) => {
      this.#setStatus(copy, container, (status) => {
        status.state = { waiting: { reason: 'ErrImagePull', message: error } };
      });
    });
    if (!failed) return;
    this.#events.record(failed, 'Normal', 'Pulling', `Pulling image "${image}"`, 'kubelet', path);
    this.#events.record(failed, 'Warning', 'Failed', `Failed to pull image "${image}": ${error}`, 'kubelet', path);
    this.#events.record(failed, 'Warning', 'Failed', 'Error: ErrImagePull', 'kubelet', path);
    this.#simulation.after(2000, () => {
      const backedOff = this.#change(pod, (copy) => {
        this.#setStatus(copy, container, (status) => {
          status.state = { waiting: { reason: 'ImagePullBackOff', message: `Back-off pulling image "${image}": ErrImagePull: ${error}` } };
        });
      });
      if (!backedOff) return;
      this.#events.record(backedOff, 'Normal', 'BackOff', `Back-off pulling image "${image}"`, 'kubelet', path);
      this.#simulation.after(backOffMs(tries + 1), () => this.#pullFails(pod, container, image, tries + 1));
    });
  }

  #stop(pod: Pod): void {
    const { uid = '' } = pod.metadata;
    if (this.#stopping.has(uid)) return;
    this.#stopping.add(uid);
    for (const spec of pod.spec.containers)
      this.#events.record(pod, 'Normal', 'Killing', `Stopping container ${spec.name}`, 'kubelet', `spec.containers{${spec.name}}`);
    const grace = Math.min(pod.metadata.deletionGracePeriodSeconds ?? 30, LONGEST_STOP_SECONDS) * 1000;
    this.#simulation.after(this.#simulation.random.between(Math.min(1500, grace), grace), () => this.#confirmStopped(pod));
  }

  /** A static pod goes on running whoever deletes its mirror: the kubelet shows it again. */
  #mirrorAgain(pod: Pod): void {
    const { uid: _uid, resourceVersion: _version, creationTimestamp: _created, ...metadata } = cloneJson(pod.metadata);
    delete metadata.deletionTimestamp;
    delete metadata.deletionGracePeriodSeconds;
    this.#simulation.after(this.#simulation.random.between(500, 2000), () => {
      const { namespace = '', name } = metadata;
      if (this.#state.get('pods', namespace, name) || !this.#state.get('nodes', '', pod.spec.nodeName ?? '')) return;
      this.#state.create('pods', { ...pod, metadata, status: { phase: 'Pending', qosClass: 'Burstable' } });
    });
  }

  /** What a kubelet says once all containers are down: a delete without grace, which finalizers may still hold. */
  #confirmStopped(pod: Pod): void {
    const { namespace = '', name, uid = '' } = pod.metadata;
    const current = this.#state.get('pods', namespace, name);
    if (current?.metadata.uid !== uid || this.#nodeIsDead(pod.spec.nodeName ?? '')) return;
    if ((current.metadata.finalizers ?? []).length === 0) {
      this.#state.delete('pods', namespace, name);
      return;
    }
    const time = kubeTime(this.#simulation.now);
    this.#change(pod, (copy) => {
      copy.metadata.deletionGracePeriodSeconds = 0;
      copy.status.phase = 'Succeeded';
      for (const status of copy.status.containerStatuses ?? []) {
        const startedAt = status.state.running?.startedAt ?? time;
        status.ready = false;
        status.started = false;
        status.state = { terminated: { exitCode: 0, reason: 'Completed', startedAt, finishedAt: time } };
      }
      this.#readiness(copy);
    });
  }
}
