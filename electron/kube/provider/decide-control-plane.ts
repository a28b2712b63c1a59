import type {
  ControlPlane,
  Evidence,
  EvidencePlace,
  Infrastructure,
  ManagedService,
  ProviderAnswer,
} from '../../../shared/provider-finding.ts';
import { answer, decideByEvidence } from './decide-by-evidence.ts';
import { versionFits } from './version-evidence.ts';

/** Places in the order in which they are believed: what is closest to the API server first. */
const places: readonly EvidencePlace[] = ['server', 'plugin', 'version', 'extension', 'crds', 'nodes'];

/** Whose machines the nodes of a service are. Scaleway (Kosmos), Exoscale and EKS (hybrid nodes) also take machines of others, so they are not here. */
const homes: Partial<Record<ManagedService, Infrastructure>> = {
  ovh: 'openstack',
  gke: 'gcp',
  aks: 'azure',
  digitalocean: 'digitalocean',
  linode: 'linode',
  civo: 'civo',
  vultr: 'vultr',
  oracle: 'oracle',
  ibm: 'ibm',
};

/** False when all that is known of the machines is that they are of somebody else. */
function machinesFit(service: ManagedService, machines: readonly (Infrastructure | null)[]): boolean {
  const home = homes[service];
  return home === undefined || machines.includes(home) || machines.every((machine) => machine === null);
}

/**
 * Who runs the API server. Evidence that the version or the machines contradict is weak, whatever it is: it speaks of another cluster. `version` is empty and `machines` are null
 * where nothing is known.
 */
export function decideControlPlane(
  found: readonly Evidence<ControlPlane>[],
  version: string,
  machines: readonly (Infrastructure | null)[],
): ProviderAnswer<ControlPlane> {
  const virtual = found.some((one) => one.speaksFor === 'vcluster');
  const usable = found.map((one): Evidence<ControlPlane> => {
    // The demo's extension is the demo's own word; a host is the server's.
    if (one.grade === 'weak' || one.seen === 'server' || one.seen === 'extension' || one.speaksFor === 'vcluster') return one;
    // Nodes and CRDs of a virtual cluster are its host's. Even a name that only hints at one makes them doubtful.
    const doubtful = virtual && (one.seen === 'nodes' || one.seen === 'crds');
    const fits = isOwn(one.speaksFor) || (versionFits(one.speaksFor, version) && machinesFit(one.speaksFor, machines));
    return doubtful || !fits ? { ...one, grade: 'weak' } : one;
  });
  const vcluster = usable.some((one) => one.speaksFor === 'vcluster' && one.grade === 'strong');
  return vcluster ? answer('vcluster', usable) : decideByEvidence(usable, places);
}

function isOwn(controlPlane: ControlPlane): controlPlane is 'self-managed' | 'vcluster' {
  return controlPlane === 'self-managed' || controlPlane === 'vcluster';
}
