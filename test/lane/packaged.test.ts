import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Display, startDisplay } from './display.ts';
import { eventually, setting } from './launch.ts';
import { packageForLane } from './package-lane.ts';

/* The packaged app with its fuses in their final state: no --inspect, so it is driven through its page by raw CDP. */

interface Started {
  readonly child: ChildProcess;
  readonly home: string;
  output(): string;
  stop(): Promise<void>;
}

describe.runIf(process.platform === 'linux')('the packaged app', () => {
  let folder: string;
  let display: Display;
  beforeAll(async () => {
    folder = await packageForLane();
    display = await startDisplay();
  });
  afterAll(() => {
    display?.stop();
    if (folder) rmSync(path.join(folder, '..', '..'), { recursive: true, force: true });
  });

  /** Starts the packaged binary as the ordinary user. */
  function start(args: string[], env: Record<string, string> = {}): Started {
    const user = setting('TIMONIER_LANE_USER');
    const home = mkdtempSync(path.join(tmpdir(), 'timonier-packaged-'));
    if (user !== '') execFileSync('chown', [`${user}:`, home]);
    const become = user === '' ? [] : ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--init-groups'];
    const [program = '', ...rest] = [
      ...become,
      path.join(folder, 'timonier'),
      `--user-data-dir=${home}`,
      '--disable-gpu',
      '--disable-dev-shm-usage',
      ...args,
    ];
    const environment = {
      ...process.env,
      DISPLAY: display.name,
      HOME: home,
      KUBECONFIG: '',
      XDG_CONFIG_HOME: '',
      XDG_RUNTIME_DIR: '',
      ...env,
    };
    const child = spawn(program, rest, { env: environment, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        output += String(chunk);
      });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const stop = async () => {
      child.kill();
      await ended;
      rmSync(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    };
    return { child, home, output: () => output, stop };
  }

  /** Evaluates an expression in the page. */
  async function evaluate(started: Started, expression: string): Promise<unknown> {
    const port = () => /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)/.exec(started.output())?.[1];
    await eventually(`DevTools to listen: ${started.output()}`, () => port() !== undefined);
    let target: { webSocketDebuggerUrl: string } | undefined;
    await eventually('our page', async () => {
      const targets = (await (await fetch(`http://127.0.0.1:${port()}/json`)).json()) as {
        type: string;
        url: string;
        webSocketDebuggerUrl: string;
      }[];
      target = targets.find((one) => one.type === 'page' && one.url.startsWith('app://'));
      return target !== undefined;
    });
    const socket = new WebSocket(target?.webSocketDebuggerUrl ?? '');
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = reject;
    });
    const answer = await new Promise<{ result?: { result: { value?: unknown }; exceptionDetails?: unknown } }>((resolve) => {
      socket.onmessage = (event) => resolve(JSON.parse(String(event.data)));
      socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression, awaitPromise: true, returnByValue: true } }));
    });
    socket.close();
    // The document was replaced meanwhile; whoever polls asks again.
    if (answer.result === undefined) return undefined;
    if (answer.result.exceptionDetails !== undefined) throw new Error(JSON.stringify(answer.result.exceptionDetails));
    return answer.result.result.value;
  }

  it('has its fuses set', async () => {
    const wire = await getCurrentFuseWire(path.join(folder, 'timonier'));
    const isOn = (fuse: FuseV1Options) => wire[fuse] === '1'.charCodeAt(0);
    expect({
      runAsNode: isOn(FuseV1Options.RunAsNode),
      nodeOptions: isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      inspect: isOn(FuseV1Options.EnableNodeCliInspectArguments),
      onlyAsar: isOn(FuseV1Options.OnlyLoadAppFromAsar),
      asarIntegrity: isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
    }).toEqual({ runAsNode: false, nodeOptions: false, inspect: false, onlyAsar: true, asarIntegrity: true });
  });

  it('carries no sources, no default app and no packages', () => {
    expect(existsSync(path.join(folder, 'resources', 'app.asar'))).toBe(true);
    expect(existsSync(path.join(folder, 'resources', 'default_app.asar'))).toBe(false);
    const names = readFileSync(path.join(folder, 'resources', 'app.asar'))
      .subarray(0, 200_000)
      .toString('latin1');
    expect(names).toContain('"main.cjs"');
    expect(names).not.toContain('"node_modules"');
    expect(names).not.toContain('.cjs.map"');
  });

  it('shows the demo fleet, in a sandboxed renderer', async () => {
    const started = start(['--demo', '--remote-debugging-port=0']);
    try {
      await eventually(
        'rows',
        async () => Number(await evaluate(started, "document.querySelectorAll('[role=gridcell]').length")) > 20,
        60_000,
      );
      const children = execFileSync('ps', ['-e', '-o', 'pid=,args='], { encoding: 'utf8' });
      const renderers = children.split('\n').filter((line) => line.includes(folder) && line.includes('--type=renderer'));
      expect(renderers.length).toBeGreaterThan(0);
      for (const line of renderers) expect(readFileSync(`/proc/${Number.parseInt(line, 10)}/status`, 'utf8')).toMatch(/^Seccomp:\s+2$/m);
    } finally {
      await started.stop();
    }
  });

  it('shows the first-run screen when there is no kubeconfig', async () => {
    const started = start(['--remote-debugging-port=0']);
    try {
      let text = '';
      const shown = async () => {
        // A page that is still loading has no body.
        text = String(await evaluate(started, "document.body?.innerText ?? ''"));
        return text.includes('No kubeconfig found');
      };
      await eventually('the first-run screen', shown, 30_000).catch((error: Error) => {
        throw new Error(`${error.message}; it shows: ${text.slice(0, 500)}; ${started.output()}`);
      });
    } finally {
      await started.stop();
    }
  });

  it('runs no foreign code: as Node, by NODE_OPTIONS, by resources/app, with --inspect', async () => {
    const trace = path.join(mkdtempSync(path.join(tmpdir(), 'timonier-trace-')), 'trace');
    execFileSync('chmod', ['777', path.dirname(trace)]);
    const evil = path.join(path.dirname(trace), 'evil.cjs');
    writeFileSync(evil, `require('node:fs').writeFileSync(${JSON.stringify(trace)}, 'ran');\n`);
    const dropped = path.join(folder, 'resources', 'app');
    mkdirSync(dropped);
    writeFileSync(path.join(dropped, 'package.json'), '{"main":"index.js"}');
    writeFileSync(path.join(dropped, 'index.js'), readFileSync(evil, 'utf8'));
    const started = start(['--demo', '--remote-debugging-port=0', '--inspect=127.0.0.1:0', '-e', readFileSync(evil, 'utf8')], {
      ELECTRON_RUN_AS_NODE: '1',
      NODE_OPTIONS: `--require ${evil}`,
    });
    try {
      await eventually(
        'the page, as if nothing had been asked',
        async () => typeof (await evaluate(started, 'location.href')) === 'string',
        60_000,
      );
      expect(existsSync(trace)).toBe(false);
      expect(started.output()).not.toContain('Debugger listening');
    } finally {
      await started.stop();
      rmSync(dropped, { recursive: true });
      rmSync(path.dirname(trace), { recursive: true });
    }
  });
});
