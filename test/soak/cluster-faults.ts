import { setTimeout as delay } from 'node:timers/promises';
import type { ControlPlane } from '../cluster/control-plane.ts';
import type { SeededRandom } from '../electron/kube/seeded-random.ts';
import type { FaultProxy } from '../faults/fault-proxy.ts';

const faults = ['reset', 'fin', 'refused', 'black hole', 'silent server', 'throttle', 'latency', 'bytes', 'frozen', 'killed'] as const;

/** Breaks one cluster in a random way for some seconds and heals it. Resolves, to what it did, when the cluster is whole again. */
export async function breakCluster(cluster: ControlPlane, proxy: FaultProxy, random: SeededRandom, signal: AbortSignal): Promise<string> {
  const fault = random.pick(faults);
  const ms = Math.round(2_000 + random.next() ** 2 * 40_000);
  // The end of the soak ends the fault too.
  const last = (limit: number) => delay(Math.min(ms, limit), undefined, { signal }).catch(() => undefined);
  switch (fault) {
    case 'reset':
      proxy.reset();
      break;
    case 'fin':
      proxy.fin();
      break;
    case 'refused':
      await proxy.stop();
      await last(30_000);
      await proxy.start();
      break;
    case 'black hole':
      proxy.blackHole('both');
      await last(60_000);
      break;
    case 'silent server':
      proxy.blackHole('toClient');
      await last(60_000);
      break;
    case 'throttle':
      proxy.throttle(16_000);
      await last(20_000);
      break;
    case 'latency':
      proxy.delay(300);
      await last(20_000);
      break;
    case 'bytes':
      proxy.split(7);
      await last(5_000);
      break;
    case 'frozen':
      cluster.signal('kube-apiserver', 'SIGSTOP');
      await last(12_000);
      cluster.signal('kube-apiserver', 'SIGCONT');
      break;
    case 'killed':
      cluster.signal('kube-apiserver', 'SIGKILL');
      await cluster.gone('kube-apiserver');
      cluster.startApiServer();
      await cluster.ready();
  }
  proxy.heal();
  return `${fault} (${ms} ms)`;
}
