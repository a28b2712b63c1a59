import type { ClusterComponent, ComponentRole } from '../../../shared/cluster-component.ts';
import type { Shape } from '../../ui/health-shape.tsx';

/** A component of a cluster as a row shows it. */
export interface ComponentRow {
  readonly component: ClusterComponent;
  readonly shape: Shape;
  /** Message of the namespace `pools` that says how it is. */
  readonly state: string;
}

/** What every cluster needs comes first; in the order in which a cluster is brought up. */
const roles: readonly ComponentRole[] = [
  'cni',
  'proxy',
  'dns',
  'csi',
  'cloud-controller',
  'konnectivity',
  'metrics',
  'autoscaler',
  'ingress',
  'mesh',
  'policy',
  'certificates',
  'gitops',
];

/** Components by what they are for. `old`: the cluster is out of reach, so that nobody knows how they are now. */
export function planComponents(components: readonly ClusterComponent[], old: boolean): readonly ComponentRow[] {
  return components
    .map((component): ComponentRow => {
      const { shape, state } = lookOf(component);
      return { component, shape: old ? 'stale' : shape, state };
    })
    .sort((a, b) => roles.indexOf(a.component.role) - roles.indexOf(b.component.role) || compareNames(a, b));
}

function lookOf(component: ClusterComponent): { readonly shape: Shape; readonly state: string } {
  if (component.state === 'not-found') return { shape: 'none', state: 'component.not-found' };
  if (component.state === 'cannot-tell') return { shape: 'unknown', state: `component.cannot-tell.${component.why}` };
  const shapes = { healthy: 'ok', degraded: 'attention', down: 'broken', idle: 'none', unknown: 'unknown' } as const;
  return { shape: shapes[component.health], state: `component.${component.health}` };
}

function compareNames(a: ComponentRow, b: ComponentRow): number {
  const name = ({ component }: ComponentRow) => (component.state === 'found' ? component.name : '');
  return name(a) < name(b) ? -1 : Number(name(a) > name(b));
}
