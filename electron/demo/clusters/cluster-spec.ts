import type { KubeObject } from '../kube-object.ts';
import type { ImageBehaviour } from '../life/kubelet.ts';
import type { TroubleSpec } from './create-troubles.ts';

/** A group of nodes alike. */
export interface NodePoolSpec {
  /** A Node as the provider makes it; name, uid, addresses and pool labels are replaced per node. */
  readonly template: KubeObject;
  readonly names: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly cpu: string;
  readonly memory: string;
  readonly pods: string;
  readonly zones: readonly string[];
  readonly ageDays: number;
}

/** Something that makes pods, with the service in front of it and the budget around it. */
export interface WorkloadSpec {
  readonly kind: 'Deployment' | 'StatefulSet' | 'DaemonSet';
  readonly namespace: string;
  readonly name: string;
  readonly image: string;
  readonly replicas?: number;
  /** Requests; the memory limit defaults to twice the request. */
  readonly cpu: string;
  readonly memory: string;
  readonly memoryLimit?: string;
  readonly ageHours: number;
  readonly tier?: string;
  readonly port?: number;
  readonly service?: 'ClusterIP' | 'LoadBalancer' | 'Headless';
  readonly minAvailable?: number;
  readonly scaler?: { readonly min: number; readonly max: number };
  /** Init containers and sidecars, by name and image. */
  readonly init?: readonly (readonly [name: string, image: string])[];
  readonly sidecars?: readonly (readonly [name: string, image: string])[];
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** A later image, rolled out so many minutes ago. */
  readonly rollout?: { readonly image: string; readonly minutesAgo: number; readonly cpu?: string };
  readonly container?: string;
  readonly host?: string;
  /** emptyDir volumes by name; one called `shm` is in memory. */
  readonly emptyDirs?: readonly string[];
  /** terminationGracePeriodSeconds; default 30. */
  readonly graceSeconds?: number;
  /** Of its pods, by the template. */
  readonly finalizers?: readonly string[];
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A pod that no controller made. */
export interface LonePodSpec {
  readonly namespace: string;
  readonly name: string;
  readonly image: string;
  readonly ageHours: number;
  /** The node that somebody wanted to look at with it. */
  readonly node?: string;
  readonly emptyDirs?: readonly string[];
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A pod that the kubelet of each node of a cluster reads from a file: `NAME-NODE` in kube-system. */
export interface StaticPodSpec {
  readonly name: string;
  readonly image: string;
  readonly ageHours: number;
}

/** A Job that runs once. */
export interface JobSpec {
  readonly namespace: string;
  readonly name: string;
  readonly image: string;
  readonly ageHours: number;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A budget beside the one that a workload brings with it. */
export interface BudgetSpec {
  readonly namespace: string;
  readonly name: string;
  readonly matchLabels: Readonly<Record<string, string>>;
  readonly maxUnavailable: number | string;
  readonly unhealthyPodEvictionPolicy?: 'IfHealthyBudget' | 'AlwaysAllow';
}

/** A CronJob. */
export interface CronJobSpec {
  readonly namespace: string;
  readonly name: string;
  readonly schedule: string;
  readonly image: string;
  readonly suspend?: boolean;
}

/** Everything a made-up cluster is made of. */
export interface ClusterSpec {
  readonly name: string;
  readonly provider: 'scaleway' | 'ovh' | 'aws';
  readonly gitVersion: string;
  readonly userName: string;
  readonly pools: readonly NodePoolSpec[];
  readonly namespaces: readonly string[];
  readonly workloads: readonly WorkloadSpec[];
  readonly cronJobs: readonly CronJobSpec[];
  readonly lonePods?: readonly LonePodSpec[];
  readonly staticPods?: readonly StaticPodSpec[];
  readonly jobs?: readonly JobSpec[];
  readonly budgets?: readonly BudgetSpec[];
  readonly storageClass: { readonly name: string; readonly provisioner: string };
  readonly loadBalancerAddress: (index: number) => Readonly<Record<string, string>>;
  readonly behaviours: ReadonlyMap<string, ImageBehaviour>;
  /** A node whose kubelet stopped so many minutes ago. */
  readonly lostNode?: { readonly name: string; readonly minutesAgo: number };
  /** What is wrong beside pods and nodes. */
  readonly troubles?: readonly TroubleSpec[];
  /** Deployments rolled out again and again, between two images. */
  readonly rolling: readonly {
    readonly namespace: string;
    readonly name: string;
    readonly images: readonly string[];
    readonly everyMinutes: number;
  }[];
}
