import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { Agent, get } from 'node:https';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { ClusterBinaries } from './binaries.ts';
import { makePki } from './pki.ts';
import type { Reaper } from './reaper.ts';

const execute = promisify(execFile);
const manifests = join(import.meta.dirname, 'kwok');

/** Kinds that kwok takes from the API at run time; a kind is either here or in kwok.yaml, not in both. */
const kwokKinds =
  'Logs,ClusterLogs,Exec,ClusterExec,Attach,ClusterAttach,PortForward,ClusterPortForward,ResourceUsage,ClusterResourceUsage';

/** Longest time from start to readyz, in ms; measured 3-5 s with an idle machine. */
const readyLimit = 120_000;

export type Component = 'etcd' | 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler' | 'kwok' | 'metrics-server';

export interface ControlPlaneOptions {
  readonly name: string;
  /** A loopback address of its own: every component then has its standard port. */
  readonly address: string;
  readonly folder: string;
  readonly binaries: ClusterBinaries;
  readonly reaper: Reaper;
  readonly nodes?: number;
  readonly metrics?: boolean;
  /** Only these controllers of kube-controller-manager, and no scheduler: objects then stay as they were made. Default: all. */
  readonly controllers?: readonly string[];
  /** The scheduler all the same. */
  readonly scheduler?: boolean;
  /** Where a webhook listens (`http://127.0.0.1:PORT/`) that is asked before RBAC who may do what; it has a second to answer, and no opinion when it fails. */
  readonly authorizationWebhook?: string;
}

/** One real control plane with kwok nodes: etcd, API server, controllers, scheduler; its state is in one folder. */
export class ControlPlane {
  readonly name: string;
  readonly address: string;
  readonly server: string;
  /** kubeconfig of an administrator (client certificate). Its one context has the cluster's name. */
  readonly kubeconfig: string;
  readonly #options: ControlPlaneOptions;
  readonly #processes = new Map<Component, ChildProcess>();

  constructor(options: ControlPlaneOptions) {
    this.#options = options;
    this.name = options.name;
    this.address = options.address;
    this.server = `https://${options.address}:6443`;
    this.kubeconfig = join(options.folder, 'admin.kubeconfig');
  }

  /** Starts everything and resolves when the nodes are Ready. */
  async start(): Promise<void> {
    const { folder, address, name } = this.#options;
    for (const sub of ['log', 'etcd', 'podlogs', 'pki']) mkdirSync(join(folder, sub), { recursive: true });
    makePki(this.#pki(''), name, address);
    writeFileSync(this.kubeconfig, this.kubeconfigFor('admin'), { mode: 0o600 });
    for (const user of ['kcm', 'scheduler'] as const)
      writeFileSync(join(folder, `${user}.kubeconfig`), this.kubeconfigFor(user), { mode: 0o600 });
    this.startEtcd();
    this.startApiServer();
    await this.ready();
    this.#startControllers();
    await this.#startNodes();
    if (this.#options.metrics === true) await this.#startMetrics();
    await this.kubectl('wait', '--for=condition=Ready', 'node', '--all', '--timeout=120s');
  }

  /** Runs kubectl as the administrator; resolves with stdout, rejects with stderr in the message. */
  async kubectl(...args: string[]): Promise<string> {
    const { stdout } = await execute(this.#options.binaries.testcluster, ['kubectl', '--kubeconfig', this.kubeconfig, ...args], {
      maxBuffer: 256 << 20,
    });
    return stdout;
  }

  /** `kubectl apply --server-side` of this YAML or JSON text. */
  async apply(manifest: string): Promise<void> {
    const child = execute(this.#options.binaries.testcluster, [
      'kubectl',
      '--kubeconfig',
      this.kubeconfig,
      'apply',
      '--server-side',
      '--force-conflicts',
      '-f',
      '-',
    ]);
    child.child.stdin?.end(manifest);
    await child;
  }

  /**
   * A kubeconfig text whose context has the cluster's name. `dev` is a token user with no rights of its own. `server` may be a proxy on
   * 127.0.0.1: the API server's certificate names that address too.
   */
  kubeconfigFor(user: 'admin' | 'kcm' | 'scheduler' | 'dev', context = this.name, server = this.server): string {
    const data = (file: string) => readFileSync(this.#pki(file)).toString('base64');
    const credential =
      user === 'dev'
        ? { token: `dev-token-${this.name}` }
        : { 'client-certificate-data': data(`${user}.crt`), 'client-key-data': data(`${user}.key`) };
    return JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': context,
      clusters: [{ name: context, cluster: { server, 'certificate-authority-data': data('ca.crt') } }],
      contexts: [{ name: context, context: { cluster: context, user: `${user}@${context}` } }],
      users: [{ name: `${user}@${context}`, user: credential }],
    });
  }

  /** Sends a signal to one component: SIGSTOP makes it a black hole, SIGCONT brings it back, SIGKILL ends it. */
  signal(component: Component, signal: NodeJS.Signals): void {
    if (this.#processes.get(component)?.kill(signal) !== true) throw new Error(`${component} of ${this.name} does not run`);
  }

  /** Resolves when a component that was killed has ended. */
  async gone(component: Component): Promise<void> {
    const child = this.#processes.get(component);
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    child.ref();
    await new Promise((resolve) => child.once('exit', resolve));
  }

  /** Kills the API server without a word, starts another on the same state, and resolves when that one is ready. */
  async restartApiServer(): Promise<void> {
    this.signal('kube-apiserver', 'SIGKILL');
    await this.gone('kube-apiserver');
    this.startApiServer();
    await this.ready();
  }

  /** Resolves when /readyz says yes. */
  async ready(): Promise<void> {
    const agent = new Agent({ ca: readFileSync(this.#pki('ca.crt')), keepAlive: false });
    const ok = () =>
      new Promise<boolean>((resolve) => {
        const request = get(`${this.server}/readyz`, { agent, timeout: 2000 }, (answer) => {
          answer.resume();
          resolve(answer.statusCode === 200);
        });
        request.once('timeout', () => request.destroy());
        request.once('error', () => resolve(false));
      });
    for (const end = Date.now() + readyLimit; !(await ok()); await delay(100)) {
      if (!this.#processes.has('kube-apiserver'))
        throw new Error(`kube-apiserver of ${this.name} died:\n${this.logTail('kube-apiserver')}`);
      if (Date.now() > end) throw new Error(`kube-apiserver of ${this.name} is not ready:\n${this.logTail('kube-apiserver')}`);
    }
  }

  /** The last lines a component wrote. */
  logTail(component: Component): string {
    return readFileSync(join(this.#options.folder, 'log', `${component}.log`), 'utf8')
      .trimEnd()
      .split('\n')
      .slice(-5)
      .join('\n');
  }

  /** Ends every component; the state stays in the folder. Never waits long for the API server, which would wait for watches. */
  async stop(): Promise<void> {
    const running = [...this.#processes.values()];
    for (const child of running) {
      child.ref();
      child.kill('SIGCONT');
      child.kill('SIGKILL');
    }
    await Promise.all(
      running.map((child) =>
        child.exitCode === null && child.signalCode === null ? new Promise((resolve) => child.once('exit', resolve)) : null,
      ),
    );
  }

  startEtcd(): void {
    const at = (port: number) => `http://${this.address}:${port}`;
    const listen = ['--listen-client-urls', at(2379), '--advertise-client-urls', at(2379), '--listen-peer-urls', at(2380)];
    const cluster = ['--initial-advertise-peer-urls', at(2380), '--initial-cluster', `${this.name}=${at(2380)}`];
    // No fsync: this state lives as long as a test.
    this.#start('etcd', [
      '--name',
      this.name,
      '--data-dir',
      join(this.#options.folder, 'etcd'),
      ...listen,
      ...cluster,
      '--unsafe-no-fsync',
      '--log-level',
      'warn',
    ]);
  }

  startApiServer(): void {
    const pki = (file: string) => this.#pki(file);
    const { authorizationWebhook } = this.#options;
    const authorization =
      authorizationWebhook === undefined
        ? ['--authorization-mode', 'Node,RBAC']
        : ['--authorization-config', this.#authorizationConfig(authorizationWebhook)];
    this.#start('kube-apiserver', [
      ...['--etcd-servers', `http://${this.address}:2379`, '--bind-address', this.address, '--secure-port', '6443'],
      // A loopback endpoint would be refused by validation.
      ...['--advertise-address', this.address, '--endpoint-reconciler-type', 'none'],
      ...['--tls-cert-file', pki('apiserver.crt'), '--tls-private-key-file', pki('apiserver.key'), '--client-ca-file', pki('ca.crt')],
      ...['--token-auth-file', pki('tokens.csv'), ...authorization, '--allow-privileged'],
      ...['--service-cluster-ip-range', '10.96.0.0/16', '--service-account-issuer', 'https://kubernetes.default.svc.cluster.local'],
      ...['--service-account-key-file', pki('sa.pub'), '--service-account-signing-key-file', pki('sa.key')],
      // Hostname is tried first by default, which would be a real DNS lookup.
      ...['--kubelet-preferred-address-types', 'InternalIP', '--kubelet-certificate-authority', pki('ca.crt')],
      ...['--kubelet-client-certificate', pki('kubelet-client.crt'), '--kubelet-client-key', pki('kubelet-client.key')],
      ...['--requestheader-client-ca-file', pki('front-ca.crt'), '--requestheader-allowed-names', 'front-proxy-client'],
      ...['--requestheader-username-headers', 'X-Remote-User', '--requestheader-group-headers', 'X-Remote-Group'],
      ...['--requestheader-extra-headers-prefix', 'X-Remote-Extra-'],
      ...['--proxy-client-cert-file', pki('front-client.crt'), '--proxy-client-key-file', pki('front-client.key'), '--profiling=false'],
    ]);
  }

  /** Writes an AuthorizationConfiguration (apiserver.config.k8s.io/v1) that asks a webhook between Node and RBAC. Returns its path. */
  #authorizationConfig(url: string): string {
    const kubeConfigFile = join(this.#options.folder, 'webhook.kubeconfig');
    const named = { contexts: [{ name: 'hook', context: { cluster: 'hook', user: 'hook' } }], users: [{ name: 'hook', user: {} }] };
    const kubeconfig = {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'hook',
      clusters: [{ name: 'hook', cluster: { server: url } }],
      ...named,
    };
    writeFileSync(kubeConfigFile, JSON.stringify(kubeconfig));
    const webhook = {
      timeout: '1s',
      subjectAccessReviewVersion: 'v1',
      matchConditionSubjectAccessReviewVersion: 'v1',
      failurePolicy: 'NoOpinion',
      // Kept for no longer than a test can wait.
      authorizedTTL: '1ms',
      unauthorizedTTL: '1ms',
      connectionInfo: { type: 'KubeConfigFile', kubeConfigFile },
    };
    const authorizers = [
      { type: 'Node', name: 'node' },
      { type: 'Webhook', name: 'hook', webhook },
      { type: 'RBAC', name: 'rbac' },
    ];
    const file = join(this.#options.folder, 'authorization.json');
    writeFileSync(file, JSON.stringify({ apiVersion: 'apiserver.config.k8s.io/v1', kind: 'AuthorizationConfiguration', authorizers }));
    return file;
  }

  #startControllers(): void {
    const rate = [
      '--kube-api-qps',
      '300',
      '--kube-api-burst',
      '600',
      '--leader-elect=false',
      '--profiling=false',
      '--bind-address',
      this.address,
    ];
    const as = (user: string) =>
      ['--kubeconfig', '--authentication-kubeconfig', '--authorization-kubeconfig'].flatMap((flag) => [
        flag,
        join(this.#options.folder, `${user}.kubeconfig`),
      ]);
    const keys = ['--service-account-private-key-file', this.#pki('sa.key'), '--root-ca-file', this.#pki('ca.crt')];
    const signing = ['--cluster-signing-cert-file', this.#pki('ca.crt'), '--cluster-signing-key-file', this.#pki('ca.key')];
    const manager = ['--use-service-account-credentials', ...keys, ...signing, '--horizontal-pod-autoscaler-sync-period', '5s'];
    const { controllers } = this.#options;
    const only = controllers === undefined ? [] : ['--controllers', controllers.join(',')];
    this.#start('kube-controller-manager', [...as('kcm'), ...rate, '--secure-port', '10257', ...manager, ...only]);
    if (this.#options.scheduler ?? controllers === undefined)
      this.#start('kube-scheduler', [...as('scheduler'), ...rate, '--secure-port', '10259']);
  }

  async #startNodes(): Promise<void> {
    const { binaries, folder, nodes = 3 } = this.#options;
    await this.kubectl('apply', '--server-side', '--force-conflicts', '-f', binaries.kwokCrds);
    await this.kubectl('wait', '--for=condition=Established', '--timeout=60s', '-f', binaries.kwokCrds);
    const node = readFileSync(join(manifests, 'node.yaml'), 'utf8');
    const made = Array.from({ length: nodes }, (_, index) =>
      node.replaceAll('@NODE@', `${this.name}-node-${index + 1}`).replaceAll('@ZONE@', `${this.name}-${index + 1}`),
    );
    const defaults = readFileSync(join(manifests, 'cluster-defaults.yaml'), 'utf8').replaceAll('@LOGS@', join(folder, 'podlogs'));
    const line = (index: number) => `${new Date().toISOString().replace('Z', '000000Z')} stdout F hello ${index} from ${this.name}\n`;
    writeFileSync(join(folder, 'podlogs', 'default.log'), [1, 2, 3].map(line).join(''));
    // Nodes before kwok: it overlooks a node that gets the selecting annotation only later.
    await this.apply([...made, defaults].join('\n---\n'));
    const serving = [
      '--server-address',
      `${this.address}:10250`,
      '--node-ip',
      this.address,
      '--node-port',
      '10250',
      '--cidr',
      '10.244.0.0/16',
    ];
    const tls = ['--tls-cert-file', this.#pki('kubelet-server.crt'), '--tls-private-key-file', this.#pki('kubelet-server.key')];
    const managed = [
      '--manage-nodes-with-annotation-selector',
      'kwok.x-k8s.io/node=fake',
      '--node-lease-duration-seconds',
      '40',
      '--enable-crds',
      kwokKinds,
    ];
    this.#start('kwok', ['--kubeconfig', this.kubeconfig, '--config', join(manifests, 'kwok.yaml'), ...serving, ...tls, ...managed]);
  }

  async #startMetrics(): Promise<void> {
    const manifest = readFileSync(join(manifests, 'metrics-server.yaml'), 'utf8');
    await this.apply(manifest.replaceAll('@CA@', readFileSync(this.#pki('ca.crt')).toString('base64')).replaceAll('@IP@', this.address));
    const as = ['--kubeconfig', '--authentication-kubeconfig', '--authorization-kubeconfig'].flatMap((flag) => [flag, this.kubeconfig]);
    const tls = ['--tls-cert-file', this.#pki('metrics-server.crt'), '--tls-private-key-file', this.#pki('metrics-server.key')];
    const kubelets = [
      '--kubelet-use-node-status-port',
      '--kubelet-preferred-address-types',
      'InternalIP',
      '--kubelet-certificate-authority',
      this.#pki('ca.crt'),
    ];
    // The request time-out must be below the resolution, whose minimum is 10 s: else it panics.
    const pace = ['--kubelet-request-timeout', '5s', '--metric-resolution', '10s'];
    this.#start('metrics-server', [...as, '--bind-address', this.address, '--secure-port', '4443', ...tls, ...kubelets, ...pace]);
  }

  #pki(file: string): string {
    return join(this.#options.folder, 'pki', file);
  }

  #start(component: Component, args: string[]): void {
    const log = openSync(join(this.#options.folder, 'log', `${component}.log`), 'a');
    // What is not loopback must fail here instead of leaving the machine: Go never proxies loopback, so a dead proxy stops the rest.
    const deadProxy = 'http://127.0.0.1:9';
    const env = { ...process.env, HTTP_PROXY: deadProxy, HTTPS_PROXY: deadProxy, NO_PROXY: '127.0.0.0/8,localhost' };
    const child = spawn(this.#options.binaries.testcluster, [component, ...args], { stdio: ['ignore', log, log], env, detached: true });
    closeSync(log);
    this.#processes.set(component, child);
    const { pid } = child;
    if (pid !== undefined) this.#options.reaper.kill(pid);
    child.once('exit', () => {
      if (this.#processes.get(component) === child) this.#processes.delete(component);
      if (pid !== undefined) this.#options.reaper.gone(pid);
    });
    child.unref();
  }
}
