import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { ControlPlane } from '../cluster/control-plane.ts';
import { certificate } from '../cluster/pki.ts';
import { writeBusyboxImage } from './busybox-image.ts';

const execute = promisify(execFile);

/** The image that pods of a real node can run: busybox, imported at the start. */
export const busyboxImage = 'localhost/busybox:1';

/** What the kubelet changes of the machine; put back at the end. */
const tunables = ['vm.overcommit_memory', 'kernel.panic', 'kernel.panic_on_oops'];

/** Where the machine has its cgroups: one hierarchy of version 2, or one for each controller of version 1. */
const cgroups = '/sys/fs/cgroup';

/** Beside the port of kwok's nodes. */
const kubeletPort = 10_260;

/** Longest wait for containerd or the kubelet, in ms. */
const limitMs = 60_000;

/**
 * A real kubelet with containerd and runc as one more node of a test cluster: its containers run, write and die like anywhere.
 * Needs root, containerd, runc, the CNI plugins and busybox-static. Several on one machine need different numbers, of which their bridges, addresses and
 * cgroups are made. The node is tainted `test/real`.
 */
export class RealNode {
  readonly name: string;
  readonly #cluster: ControlPlane;
  readonly #folder: string;
  readonly #kubelet: string;
  readonly #number: number;
  readonly #before: readonly string[];
  readonly #processes: ChildProcess[] = [];

  /** `folder` is the cluster's own, with its `pki`; `number` is 0 to 255. */
  constructor(cluster: ControlPlane, folder: string, kubelet: string, number = 0) {
    this.#number = number;
    this.name = `${cluster.name}-real`;
    this.#cluster = cluster;
    this.#folder = join(folder, 'real');
    this.#kubelet = kubelet;
    this.#before = tunables.map((name) => `${name}=${execFileSync('sysctl', ['-n', name], { encoding: 'utf8' }).trim()}`);
    mkdirSync(join(this.#folder, 'cni'), { recursive: true });
    certificate(join(folder, 'pki'), 'real-node', `/O=system:nodes/CN=system:node:${this.name}`, `IP:${cluster.address},DNS:localhost`);
  }

  /** Resolves when the node is Ready. `logBytes` is the size at which a container's log is rotated. */
  async start(logBytes: string): Promise<void> {
    for (const hierarchy of cgroupHierarchies()) makeCgroup(hierarchy, this.#cgroup);
    await this.#startContainerd();
    const pki = join(this.#folder, '..', 'pki');
    this.#write('kubelet.kubeconfig', {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'c',
      clusters: [{ name: 'c', cluster: { server: this.#cluster.server, 'certificate-authority': join(pki, 'ca.crt') } }],
      contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
      users: [{ name: 'u', user: { 'client-certificate': join(pki, 'real-node.crt'), 'client-key': join(pki, 'real-node.key') } }],
    });
    this.#write('kubelet.yaml', {
      apiVersion: 'kubelet.config.k8s.io/v1beta1',
      kind: 'KubeletConfiguration',
      failCgroupV1: false,
      failSwapOn: false,
      cgroupDriver: 'cgroupfs',
      // Else each kubelet takes the other's pods for orphans.
      cgroupRoot: `/${this.#cgroup}`,
      containerRuntimeEndpoint: `unix://${this.#folder}/containerd.sock`,
      address: this.#cluster.address,
      port: kubeletPort,
      readOnlyPort: 0,
      healthzPort: 0,
      authentication: { anonymous: { enabled: false }, webhook: { enabled: true }, x509: { clientCAFile: join(pki, 'ca.crt') } },
      authorization: { mode: 'Webhook' },
      tlsCertFile: join(pki, 'real-node.crt'),
      tlsPrivateKeyFile: join(pki, 'real-node.key'),
      enforceNodeAllocatable: [],
      makeIPTablesUtilChains: false,
      resolvConf: '',
      volumePluginDir: join(this.#folder, 'volumes'),
      podLogsDir: join(this.#folder, 'podlogs'),
      evictionHard: { 'memory.available': '100Mi' },
      imageGCHighThresholdPercent: 100,
      maxPods: 50,
      containerLogMaxSize: logBytes,
      containerLogMaxFiles: 5,
      containerLogMonitorInterval: '3s',
    });
    // Made beforehand, with an external cloud provider: the only way to a loopback address (--node-ip refuses one).
    await this.#cluster.apply(
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Node',
        metadata: { name: this.name, labels: { 'kubernetes.io/hostname': this.name, 'kubernetes.io/os': 'linux', 'test/real': 'true' } },
        spec: { taints: [{ key: 'test/real', effect: 'NoSchedule' }] },
      }),
    );
    const addresses = [
      { type: 'InternalIP', address: this.#cluster.address },
      { type: 'Hostname', address: this.name },
    ];
    await this.#cluster.kubectl('patch', 'node', this.name, '--subresource=status', '-p', JSON.stringify({ status: { addresses } }));
    const files = ['--config', join(this.#folder, 'kubelet.yaml'), '--kubeconfig', join(this.#folder, 'kubelet.kubeconfig')];
    const node = ['--hostname-override', this.name, '--cloud-provider', 'external', '--root-dir', join(this.#folder, 'kubelet')];
    this.#spawn('kubelet', this.#kubelet, [...files, ...node]);
    await this.#cluster.kubectl('wait', '--for=condition=Ready', `node/${this.name}`, `--timeout=${limitMs / 1000}s`);
  }

  /** Ends its pods, processes, mounts and bridge, and gives the machine its settings back. What cannot be undone is said in `log`. */
  async stop(log: (line: string) => void): Promise<void> {
    const tried = async (what: string, work: () => Promise<unknown>) => {
      try {
        await work();
      } catch (thrown) {
        log(`${what}: ${thrown instanceof Error ? thrown.message.split('\n')[0] : String(thrown)}`);
      }
    };
    const pods = ['delete', 'pods', '-A', '--field-selector', `spec.nodeName=${this.name}`, '--grace-period=1', '--timeout=40s'];
    await tried('deleting the pods', () => this.#cluster.kubectl(...pods));
    await tried('deleting the node', () => this.#cluster.kubectl('delete', 'node', this.name));
    await this.#kill(1);
    await tried('ending the containers', async () => {
      for (const task of (await this.#ctr('tasks', 'ls', '-q')).split('\n').filter(Boolean))
        await this.#ctr('tasks', 'kill', '-s', '9', task);
    });
    await this.#kill(0);
    const mounts = readFileSync('/proc/mounts', 'utf8')
      .split('\n')
      .map((line) => line.split(' ')[1] ?? '');
    for (const mount of mounts
      .filter((path) => path.startsWith(`${this.#folder}/`))
      .sort()
      .reverse())
      await tried(`unmounting ${mount}`, () => execute('umount', ['-l', mount]));
    await tried('removing the bridge', () => execute('ip', ['link', 'delete', this.#bridge]));
    for (const hierarchy of cgroupHierarchies()) await tried('removing the cgroups', () => removeCgroups(join(hierarchy, this.#cgroup)));
    await tried('restoring sysctl', () => execute('sysctl', ['-q', '-w', ...this.#before]));
  }

  get #bridge(): string {
    return `kbr${this.#number}`;
  }

  get #cgroup(): string {
    return `timonier-test-${this.#number}`;
  }

  async #startContainerd(): Promise<void> {
    const at = (file: string) => join(this.#folder, file);
    writeFileSync(
      at('containerd.toml'),
      `version = 2
root = "${at('root')}"
state = "${at('state')}"
[grpc]
  address = "${at('containerd.sock')}"
[plugins."io.containerd.grpc.v1.cri"]
  # Containers of this machine may lack CAP_SYS_RESOURCE: then runc ends with "can't get final child's PID from pipe: EOF".
  restrict_oom_score_adj = true
  sandbox_image = "localhost/pause:1"
  stream_server_address = "127.0.0.1"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "${at('cni')}"
[plugins."io.containerd.internal.v1.opt"]
  path = "${at('opt')}"
`,
    );
    const ipam = {
      type: 'host-local',
      dataDir: at('ipam'),
      ranges: [[{ subnet: `10.245.${this.#number}.0/24` }]],
      routes: [{ dst: '10.245.0.0/16' }],
    };
    const bridge = { type: 'bridge', bridge: this.#bridge, isGateway: true, ipMasq: false, hairpinMode: true, ipam };
    this.#write('cni/10-bridge.conflist', { cniVersion: '1.0.0', name: 'kbr', plugins: [bridge] });
    this.#spawn('containerd', 'containerd', ['-c', at('containerd.toml')]);
    for (const end = Date.now() + limitMs; ; await delay(100)) {
      try {
        await this.#ctr('version');
        break;
      } catch (thrown) {
        if (Date.now() > end) throw thrown;
      }
    }
    const sleep = 'trap "exit 0" TERM INT; while :; do sleep 3600 & wait $!; done';
    writeBusyboxImage(at('busybox.tar'), busyboxImage, ['sh']);
    writeBusyboxImage(at('pause.tar'), 'localhost/pause:1', ['sh', '-c', sleep]);
    for (const image of ['busybox', 'pause']) await this.#ctr('images', 'import', at(`${image}.tar`));
  }

  async #ctr(...args: string[]): Promise<string> {
    const { stdout } = await execute('ctr', ['-a', join(this.#folder, 'containerd.sock'), '-n', 'k8s.io', ...args]);
    return stdout;
  }

  #write(file: string, value: unknown): void {
    writeFileSync(join(this.#folder, file), JSON.stringify(value), { mode: 0o600 });
  }

  #spawn(name: string, command: string, args: readonly string[]): void {
    const log = openSync(join(this.#folder, `${name}.log`), 'a');
    const child = spawn(command, args, { stdio: ['ignore', log, log], detached: true });
    closeSync(log);
    this.#processes.push(child);
  }

  /** Ends what was started from `index` on, and waits until it has. */
  async #kill(index: number): Promise<void> {
    for (const child of this.#processes.splice(index)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGTERM');
      await Promise.race([new Promise((resolve) => child.once('exit', resolve)), delay(10_000)]);
      child.kill('SIGKILL');
    }
  }
}

function cgroupHierarchies(): string[] {
  if (existsSync(join(cgroups, 'cgroup.controllers'))) return [cgroups];
  return readdirSync(cgroups, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [join(cgroups, entry.name)] : []));
}

/** Version 1 lets no process into a cgroup that has no processors and memory of its own. */
function makeCgroup(hierarchy: string, name: string): void {
  const folder = join(hierarchy, name);
  mkdirSync(folder, { recursive: true });
  for (const file of ['cpuset.cpus', 'cpuset.mems'])
    if (existsSync(join(folder, file)) && hierarchy !== cgroups) writeFileSync(join(folder, file), readFileSync(join(hierarchy, file)));
}

/** Cgroups are removed from the innermost; files in them are not. */
async function removeCgroups(folder: string): Promise<void> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) if (entry.isDirectory()) await removeCgroups(join(folder, entry.name));
  await rmdir(folder);
}
