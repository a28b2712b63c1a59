/** One run of a container that ended (v1.ContainerStateTerminated). */
export interface TerminatedFacts {
  readonly exitCode: number | null;
  /** `Completed`, `Error`, `OOMKilled`…; empty when the status gives none. */
  readonly reason: string;
  /** ms since the epoch. */
  readonly finishedAt: number | null;
  readonly containerId: string;
}

/** What the pod's status says of one container now (v1.ContainerStatus), from the pods' watch. */
export interface ContainerFacts {
  readonly pod: 'present' | 'deleted';
  /** The pod's own reason: `Evicted`, `NodeLost`…; else empty. */
  readonly podReason: string;
  /** `absent`: the status does not name the container (yet). */
  readonly state: 'absent' | 'waiting' | 'running' | 'terminated';
  /** `ContainerCreating`, `ImagePullBackOff`, `CrashLoopBackOff`…; else empty. */
  readonly waitingReason: string;
  /** The present run, or the last one while the next waits; empty before the first. */
  readonly containerId: string;
  readonly restarts: number;
  /** ms since the epoch; null unless it runs or has ended. */
  readonly startedAt: number | null;
  /** How the present run ended; null while it runs or waits. */
  readonly terminated: TerminatedFacts | null;
  /** How the run before ended (`lastState`); null when there is none. */
  readonly lastTerminated: TerminatedFacts | null;
}
