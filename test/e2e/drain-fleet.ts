import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ClusterState } from '../../electron/demo/cluster-state.ts';
import { startFleet } from '../../electron/demo/demo-fleet.ts';
import type { KubeObject } from '../../electron/demo/kube-object.ts';
import { textAt } from '../../electron/demo/kube-object.ts';

/** The demo fleet in this process: what its servers were asked, and what they hold, can be looked at behind the back of the app. */
export interface DrainFleet {
  /** A folder for the app's settings and records, which it finds again after a crash. */
  readonly home: string;
  /** Flags that show the fleet to the app, all contexts connected. */
  readonly flags: readonly string[];
  cluster(context: string): ClusterState;
  /** Requests that would change something, as the server of a context got them: `PATCH /api/v1/nodes/a`. Questions about access change nothing. */
  writes(context: string): readonly string[];
  /** Pods on a node, or all. */
  pods(context: string, node?: string): readonly KubeObject[];
  close(): Promise<void>;
}

const CONTEXTS = ['kapsule-prod', 'ovh-prod', 'eks-live'] as const;

/** Starts the fleet; `settings` is what the app finds in its settings file. */
export async function startDrainFleet(settings: Readonly<Record<string, unknown>> = {}): Promise<DrainFleet> {
  const fleet = await startFleet();
  const home = mkdtempSync(path.join(tmpdir(), 'timonier-drain-'));
  const file = path.join(home, 'kubeconfig');
  writeFileSync(file, fleet.kubeconfig, { mode: 0o600 });
  mkdirSync(path.join(home, 'timonier'));
  if (Object.keys(settings).length > 0)
    writeFileSync(path.join(home, 'timonier', 'settings.json'), JSON.stringify(settings), { mode: 0o600 });
  const at = (context: string): number => fleet.clusters.findIndex(({ spec }) => spec.name === context);
  const cluster = (context: string): ClusterState => {
    const found = fleet.clusters[at(context)];
    if (!found) throw new Error(`no demo cluster ${context}`);
    return found.state;
  };
  return {
    home,
    flags: ['--kubeconfig', file, ...CONTEXTS.flatMap((context) => ['--context', context])],
    cluster,
    writes: (context) =>
      (fleet.servers[at(context)]?.requests ?? []).filter((one) => !/^(GET|HEAD) /.test(one) && !/ \/apis\/auth\w+\.k8s\.io\//.test(one)),
    pods: (context, node) =>
      cluster(context)
        .list('pods')
        .filter((pod) => node === undefined || textAt(pod, 'spec', 'nodeName') === node),
    close: async () => {
      await fleet.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
