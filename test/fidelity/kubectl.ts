import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** How kubectl is called: the judge of every cell. */
export interface Kubectl {
  /** Program and first arguments, e.g. `['/cache/testcluster', 'kubectl']`. */
  readonly command: readonly string[];
  readonly kubeconfig: string;
  /** Empty: the kubeconfig's current context. */
  readonly context: string;
}

/** What a run of kubectl left behind. */
export interface KubectlRun {
  readonly stdout: string;
  readonly stderr: string;
  /** Exit code; null when a signal ended it. */
  readonly code: number | null;
}

/** Runs kubectl and gives its standard output; throws with its standard error when it fails. */
export async function kubectl(judge: Kubectl, args: readonly string[], input = ''): Promise<string> {
  const { stdout, stderr, code } = await runKubectl(judge, args, input);
  if (code !== 0) throw new Error(`kubectl ${args.join(' ')} ended with ${code}: ${stderr.trim()}`);
  return stdout;
}

/** Runs kubectl, whether it fails or not. */
export async function runKubectl(judge: Kubectl, args: readonly string[], input = ''): Promise<KubectlRun> {
  const child = start(judge, args);
  let output = '';
  let errors = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk;
  });
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    errors += chunk;
  });
  // Whoever refuses its words ends before it reads; what it says and its code tell.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { stdout: output, stderr: errors, code };
}

/** The only context of a kubeconfig, which then needs no current-context; empty when it has several. */
export async function onlyContext(command: readonly string[], kubeconfig: string): Promise<string> {
  const names = (await kubectl({ command, kubeconfig, context: '' }, ['config', 'get-contexts', '-o', 'name'])).trim().split('\n');
  return names.length === 1 ? (names[0] ?? '') : '';
}

/** The API through `kubectl proxy`: plain HTTP on loopback, whatever credentials the kubeconfig has. */
export interface Api {
  /** Where the proxy listens, e.g. `http://127.0.0.1:40123`. */
  readonly url: string;
  /** GET with an Accept header; parsed JSON. Throws on any status but 200. */
  get(path: string, accept?: string): Promise<unknown>;
  /** Merge patch, e.g. of a `/status`. Throws when it is refused. */
  patch(path: string, body: unknown): Promise<void>;
  /** POST or DELETE with a JSON body, whatever the answer. */
  send(method: 'POST' | 'DELETE', path: string, body: unknown): Promise<ApiAnswer>;
  close(): void;
}

/** An answer of the API: HTTP status code and parsed body. */
export interface ApiAnswer {
  readonly code: number;
  readonly body: unknown;
}

/** Starts the proxy on a free port. Close it, or it outlives the run. */
export async function openApi(judge: Kubectl): Promise<Api> {
  const child = start(judge, ['proxy', '--port', '0']);
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  child.stdin?.end();
  const [line] = (await Promise.race([once(lines, 'line'), once(child, 'close').then(() => [''])])) as [string];
  const port = /127\.0\.0\.1:(\d+)/.exec(line)?.[1];
  if (port === undefined) throw new Error(`kubectl proxy did not start: ${line}`);
  const base = `http://127.0.0.1:${port}`;
  return {
    url: base,
    async get(path, accept = 'application/json') {
      const response = await fetch(base + path, { headers: { accept } });
      if (response.status !== 200) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
      return response.json();
    },
    async patch(path, body) {
      const headers = { 'content-type': 'application/merge-patch+json' };
      const response = await fetch(base + path, { method: 'PATCH', headers, body: JSON.stringify(body) });
      if (!response.ok) throw new Error(`PATCH ${path}: ${response.status} ${await response.text()}`);
    },
    async send(method, path, body) {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(base + path, { method, headers, body: JSON.stringify(body) });
      return { code: response.status, body: await response.json() };
    },
    close() {
      child.kill();
    },
  };
}

function start(judge: Kubectl, args: readonly string[]): ChildProcess {
  const [program = 'kubectl', ...first] = judge.command;
  return spawn(
    program,
    [...first, '--kubeconfig', judge.kubeconfig, ...(judge.context === '' ? [] : ['--context', judge.context]), ...args],
    { stdio: 'pipe' },
  );
}
