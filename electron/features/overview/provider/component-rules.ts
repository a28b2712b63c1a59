import type { ComponentRole, WorkloadFacts } from '../../../../shared/cluster-component.ts';

/** How one product is recognised by its main workload. */
export interface ComponentRule {
  readonly role: ComponentRole;
  /** Name of the product. */
  readonly name: string;
  /** End of the image's repository. Mirrors keep it: `registry.example.test/mirror/coredns/coredns`. Groups are joined as Rancher does it: `mirrored-coredns-coredns`. */
  readonly image?: RegExp;
  /** Name of the workload in a namespace of the cluster's own, for images that tell nothing (a vendor's build, a digest). */
  readonly workload?: RegExp;
  readonly kind?: WorkloadFacts['kind'];
}

const rule = (
  role: ComponentRole,
  name: string,
  image: RegExp | null,
  workload: RegExp | null = null,
  kind?: WorkloadFacts['kind'],
): ComponentRule => ({
  role,
  name,
  ...(image === null ? {} : { image }),
  ...(workload === null ? {} : { workload }),
  ...(kind === undefined ? {} : { kind }),
});

const daemonSet = 'DaemonSet';

/*
 * Only the workload that does the work is listed (agents on nodes rather than their operators), so that ready and desired are those that matter. The first rule that fits
 * a workload decides: what contains another product (Canal is Calico and Flannel) stands before it.
 */
export const componentRules: readonly ComponentRule[] = [
  rule('cni', 'Canal', null, /^(?:rke2-)?canal$/, daemonSet),
  rule('cni', 'Cilium', /(?:^|[/-])cilium(?:[/-]cilium)?$/, /^(?:cilium|anetd)$/, daemonSet),
  rule('cni', 'Calico', /(?:^|\/)(?:mirrored-|hardened-)?calico(?:[/-]node)?$/, /^calico-node$/, daemonSet),
  rule('cni', 'Flannel', /(?:^|[/-])flannel(?:-io)?(?:[/-]flannel)?$/, /^kube-flannel(?:-ds.*)?$/, daemonSet),
  rule('cni', 'Amazon VPC CNI', /(?:^|\/)amazon-k8s-cni$/, /^aws-node(?:-windows)?$/, daemonSet),
  rule('cni', 'Azure CNI', /(?:^|\/)azure-cns$/, /^azure-c(?:ns|ni.*)$/, daemonSet),
  rule('cni', 'GKE netd', /(?:^|\/)netd$/, /^netd$/, daemonSet),
  rule('cni', 'kindnet', /(?:^|\/)kindnetd$/, /^kindnet$/, daemonSet),
  rule('cni', 'Weave Net', /(?:^|\/)weave-kube$/, /^weave-net$/, daemonSet),
  rule('cni', 'Antrea', /(?:^|\/)antrea(?:-agent)?(?:-ubuntu)?$/, /^antrea-agent$/, daemonSet),
  rule('cni', 'Kube-OVN', /(?:^|\/)kube-ovn$/, /^kube-ovn-cni$/, daemonSet),
  rule('cni', 'OVN-Kubernetes', /(?:^|\/)ovn-kube(?:rnetes)?[a-z-]*$/, /^ovnkube-node$/, daemonSet),
  rule('cni', 'OpenShift SDN', null, /^sdn$/, daemonSet),
  rule('cni', 'kube-router', /(?:^|\/)kube-router$/, /^kube-router$/, daemonSet),
  rule('cni', 'Kilo', /(?:^|\/)kilo$/, /^kilo$/, daemonSet),
  rule('cni', 'Terway', /(?:^|\/)terway$/, /^terway(?:-.*)?$/, daemonSet),
  rule('cni', 'Multus', /(?:^|\/)multus-cni$/, /^(?:kube-)?multus(?:-ds)?$/, daemonSet),
  rule('csi', 'Scaleway CSI', /(?:^|\/)scaleway-csi$/, /^(?:scaleway-)?csi-node$/, daemonSet),
  rule('csi', 'AWS EBS CSI', /(?:^|\/)aws-ebs-csi-driver$/, /^ebs-csi-node(?:-windows)?$/, daemonSet),
  rule('csi', 'AWS EFS CSI', /(?:^|\/)aws-efs-csi-driver$/, /^efs-csi-node$/, daemonSet),
  rule('csi', 'GCE PD CSI', /(?:^|\/)gcp-compute-persistent-disk-csi-driver$/, /^pdcsi-node(?:-windows)?$/, daemonSet),
  rule('csi', 'Azure Disk CSI', /(?:^|\/)azuredisk-csi$/, /^csi-azuredisk-node(?:-win)?$/, daemonSet),
  rule('csi', 'Azure File CSI', /(?:^|\/)azurefile-csi$/, /^csi-azurefile-node(?:-win)?$/, daemonSet),
  rule('csi', 'Cinder CSI', /(?:^|\/)cinder-csi-plugin$/, /^(?:openstack-cinder-csi|csi-cinder)-nodeplugin$/, daemonSet),
  rule('csi', 'Exoscale CSI', /(?:^|\/)exoscale\/csi-driver$/, /^exoscale-csi-node$/, daemonSet),
  rule('csi', 'DigitalOcean CSI', /(?:^|\/)do-csi-plugin$/, /^csi-do-node$/, daemonSet),
  rule('csi', 'Hetzner CSI', /(?:^|\/)hcloud-csi-driver$/, /^hcloud-csi-node$/, daemonSet),
  rule('csi', 'Linode CSI', /(?:^|\/)linode-blockstorage-csi-driver$/, /^csi-linode-node$/, daemonSet),
  rule('csi', 'Civo CSI', /(?:^|\/)civo-csi$/, /^civo-csi-node$/, daemonSet),
  rule('csi', 'Vultr CSI', /(?:^|\/)vultr-csi$/, /^csi-vultr-node$/, daemonSet),
  rule('csi', 'OUTSCALE BSU CSI', /(?:^|\/)osc-bsu-csi-driver$/, /^osc-csi-node$/, daemonSet),
  rule(
    'csi',
    'vSphere CSI',
    /(?:^|\/)(?:vsphere-csi-driver|cloud-provider-vsphere\/csi\/release\/driver)$/,
    /^vsphere-csi-node$/,
    daemonSet,
  ),
  rule('csi', 'Longhorn', /(?:^|\/)longhorn-manager$/, /^longhorn-manager$/, daemonSet),
  rule('csi', 'Ceph CSI', /(?:^|\/)cephcsi$/, /^csi-(?:rbd|cephfs)plugin$/, daemonSet),
  rule('csi', 'NFS CSI', /(?:^|\/)nfsplugin$/, /^csi-nfs-node$/, daemonSet),
  rule('csi', 'TopoLVM', /(?:^|\/)topolvm(?:-with-sidecar)?$/, null, daemonSet),
  rule('csi', 'Secrets Store CSI', /(?:^|\/)secrets-store\/driver$|(?:^|\/)secrets-store-csi-driver$/, null, daemonSet),
  rule('csi', 'local-path', /(?:^|\/)local-path-provisioner$/, /^local-path-provisioner$/, 'Deployment'),
  rule('dns', 'NodeLocal DNSCache', /(?:^|\/)k8s-dns-node-cache$/, /^node-local-dns$/, daemonSet),
  rule('dns', 'kube-dns', /(?:^|\/)k8s-dns-kube-dns(?:-amd64)?$/, /^kube-dns$/),
  rule('dns', 'CoreDNS', /(?:^|[/-])coredns$/, /^(?:coredns|rke2-coredns-rke2-coredns|dns-default)$/),
  rule('proxy', 'kube-proxy', /(?:^|\/)(?:hardened-)?kube-proxy(?:-amd64)?$/, /^kube-proxy(?:-windows)?$/, daemonSet),
  rule(
    'ingress',
    'ingress-nginx',
    /(?:^|\/)(?:ingress-nginx\/controller|nginx-ingress-controller(?:-chroot)?)$/,
    /^(?:rke2-)?ingress-nginx-controller$/,
  ),
  rule('ingress', 'NGINX Ingress Controller', /(?:^|\/)nginx-(?:plus-)?ingress$/),
  rule('ingress', 'Traefik', /(?:^|[/-])traefik$/, /^traefik$/),
  rule('ingress', 'HAProxy Ingress', /(?:^|\/)(?:haproxytech\/kubernetes-ingress|haproxy-ingress)$/),
  rule('ingress', 'Contour', /(?:^|\/)contour$/, null, 'Deployment'),
  rule('ingress', 'Kong', /(?:^|\/)kong\/kubernetes-ingress-controller$/),
  rule('ingress', 'Envoy Gateway', /(?:^|\/)envoyproxy\/gateway$/),
  rule('ingress', 'AWS Load Balancer Controller', /(?:^|\/)aws-(?:load-balancer|alb-ingress)-controller$/),
  rule('ingress', 'OpenShift Router', null, /^router-default$/),
  rule('metrics', 'metrics-server', /(?:^|[/-])metrics-server(?:-amd64)?$/, /^(?:rke2-)?metrics-server(?:-v.*)?$/, 'Deployment'),
  rule('metrics', 'kube-state-metrics', /(?:^|\/)kube-state-metrics$/),
  rule('metrics', 'Prometheus Operator', /(?:^|\/)prometheus-operator$/),
  rule('metrics', 'Prometheus Adapter', /(?:^|\/)(?:prometheus-adapter|k8s-prometheus-adapter)(?:-amd64)?$/),
  rule('autoscaler', 'Cluster Autoscaler', /(?:^|\/)cluster-autoscaler(?:-[a-z0-9]+)?$/, /^cluster-autoscaler(?:-.*)?$/, 'Deployment'),
  rule('autoscaler', 'Karpenter', /(?:^|\/)karpenter(?:\/controller|-provider-[a-z]+)?$/, /^karpenter$/, 'Deployment'),
  rule('autoscaler', 'KEDA', /(?:^|\/)kedacore\/keda$|(?:^|\/)keda$/),
  rule('autoscaler', 'Vertical Pod Autoscaler', /(?:^|\/)vpa-recommender(?:-amd64)?$/),
  rule('konnectivity', 'Konnectivity agent', /(?:^|\/)proxy-agent$/, /^konnectivity-agent$/),
  rule(
    'cloud-controller',
    'cloud-controller-manager',
    /(?:^|\/)[a-z0-9-]*cloud-controller-manager$/,
    /^(?:[a-z0-9-]*cloud-controller-manager|cloud-node-manager)$/,
  ),
  rule('mesh', 'Istio', /(?:^|\/)(?:istio\/|istio-)?pilot(?:-distroless)?$/, /^istiod(?:-.*)?$/),
  rule('mesh', 'Linkerd', /(?:^|\/)linkerd\/controller$/, /^linkerd-destination$/),
  rule('mesh', 'Consul', /(?:^|\/)consul-k8s-control-plane$/),
  rule('mesh', 'Kuma', /(?:^|\/)kuma-cp$/),
  rule('policy', 'Gatekeeper', /(?:^|\/)gatekeeper$/, /^gatekeeper-controller-manager$/),
  rule('policy', 'Kyverno', /(?:^|\/)kyverno$/, /^kyverno(?:-admission-controller)?$/),
  rule('policy', 'Kubewarden', /(?:^|\/)kubewarden\/kubewarden-controller$/),
  rule('policy', 'Azure Policy', /(?:^|\/)policy-kubernetes-addon-prod$/, /^azure-policy$/),
  rule('certificates', 'cert-manager', /(?:^|\/)cert-manager-controller$/, /^cert-manager$/),
  rule('gitops', 'Argo CD', /(?:^|\/)argocd$/, /^argocd-server$/),
  rule('gitops', 'Flux', /(?:^|\/)fluxcd\/source-controller$|(?:^|\/)source-controller$/, /^source-controller$/),
  rule('gitops', 'Fleet', /(?:^|\/)fleet-agent$/),
];

/** Namespaces in which the name of a workload tells what it is: elsewhere anybody may call anything `traefik`. */
export const ownNamespaces: ReadonlySet<string> = new Set([
  'kube-system',
  'kube-flannel',
  'calico-system',
  'cilium',
  'ingress-nginx',
  'traefik',
  'istio-system',
  'linkerd',
  'cert-manager',
  'argocd',
  'flux-system',
  'gatekeeper-system',
  'kyverno',
  'karpenter',
  'openshift-dns',
  'openshift-sdn',
  'openshift-ovn-kubernetes',
  'openshift-ingress',
  'openshift-monitoring',
  'cattle-fleet-system',
  'openshift-cloud-controller-manager',
  'local-path-storage',
  'longhorn-system',
  'rook-ceph',
]);
