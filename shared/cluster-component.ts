/*
 * What runs inside a cluster so that it is one: network, storage, DNS and their like, read from its Deployments and DaemonSets. `not-found` means that all of them were
 * looked through, and says no more than that: a managed control plane may run the same out of sight.
 */

/** What a component is for. */
export type ComponentRole =
  | 'cni'
  | 'csi'
  | 'dns'
  | 'proxy'
  | 'ingress'
  | 'metrics'
  | 'autoscaler'
  | 'konnectivity'
  | 'cloud-controller'
  | 'mesh'
  | 'policy'
  | 'certificates'
  | 'gitops';

/** What is read of a Deployment or DaemonSet. */
export interface WorkloadFacts {
  readonly kind: 'Deployment' | 'DaemonSet' | 'StatefulSet';
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Images of its containers, in order. */
  readonly images: readonly string[];
  /** Commands and arguments of its containers, in order; only flags are looked at, values may be secret and are never shown. */
  readonly args: readonly string[];
  /** Pods that are ready; null when the status does not say. */
  readonly ready: number | null;
  /** Pods that should be; null when unknown. */
  readonly desired: number | null;
}

/** `idle`: it wants no pod (a DaemonSet without fitting nodes, 0 replicas). */
export type ComponentHealth = 'healthy' | 'degraded' | 'down' | 'idle' | 'unknown';

/** The object that a component was recognised by. */
export interface ComponentPlace {
  readonly kind: WorkloadFacts['kind'];
  readonly namespace: string;
  readonly name: string;
}

/** Why nothing can be said. */
export type ComponentBlind = 'forbidden' | 'not-read' | 'failed';

/** Facts worth a word. `kubelet-insecure-tls`: metrics-server does not check the certificates of kubelets. */
export type ComponentFact = 'kubelet-insecure-tls';

/** One component, or what is known of a role of which none was found. A role may have several (CSI drivers). */
export type ClusterComponent =
  | {
      readonly role: ComponentRole;
      readonly state: 'found';
      /** `Cilium`, `CoreDNS`: name of the product, not translated. */
      readonly name: string;
      /** Tag of its image without what follows `@`; empty when the image has none (a digest only). */
      readonly version: string;
      readonly health: ComponentHealth;
      readonly ready: number | null;
      readonly desired: number | null;
      readonly seen: ComponentPlace;
      readonly facts: readonly ComponentFact[];
    }
  | { readonly role: ComponentRole; readonly state: 'not-found' }
  | { readonly role: ComponentRole; readonly state: 'cannot-tell'; readonly why: ComponentBlind };
