import { dirname, isAbsolute, resolve } from 'node:path';
import { type CredentialsError, failure, type Result, success } from '../../../shared/cluster-error.ts';
import { visibleLines, visibleText } from '../../../shared/visible-text.ts';
import type { Credential } from '../connection.ts';
import type { ExecEntry } from '../kubeconfig/kubeconfig-entries.ts';
import { parseExecCredential } from './exec-credential.ts';
import {
  type Environment,
  fallbackFolders,
  findExecutable,
  isExecutable,
  loginShellEnvironment,
  searchFolders,
} from './login-shell-path.ts';
import { largestOutputBytes, runProcess } from './plugin-process.ts';
import { redact, redactedTail, secretWords } from './redact.ts';

/** After this the user is told what is waited for; SSO plugins open a browser and wait for a click (faults F26). */
const slowAfterMs = 60_000;
/** Hard end of a plugin with all it started. */
const killAfterMs = 180_000;

/** One run of a credential plugin, complete: equal requests give the same identity. */
export interface ExecRequest {
  /** The kubeconfig that names it; a relative command is relative to its folder. */
  readonly file: string;
  readonly exec: ExecEntry;
  /** spec.cluster of KUBERNETES_EXEC_INFO; null unless provideClusterInfo. */
  readonly clusterInfo: Readonly<Record<string, unknown>> | null;
}

/** What running plugins depends on; tests give their own environment and limits. */
export interface PluginHost {
  readonly env: Environment;
  readonly home: string | null;
  readonly platform: NodeJS.Platform;
  /** Asked once, when a plugin is first needed and the app was not started from a terminal or does not find it. */
  readonly loginShell?: (env: Environment, platform: NodeJS.Platform) => Promise<Environment | null>;
  readonly slowAfterMs?: number;
  readonly killAfterMs?: number;
}

/** Runs credential plugins of kubeconfigs as kubectl does (client.authentication.k8s.io v1 and v1beta1). */
export class ExecPlugins {
  private readonly host: PluginHost;
  private shell: Promise<Environment | null> | null = null;
  private readonly stopping = new AbortController();

  constructor(host: PluginHost) {
    this.host = host;
  }

  /**
   * Runs the plugin once. `trusted` are the absolute paths that the user allowed although the kubeconfig names them
   * relatively. `onSlow` hears once after 60 s what is waited for. Never throws; ends within 180 s.
   */
  async run(
    request: ExecRequest,
    trusted: readonly string[],
    onSlow: (notice: string) => void = ignoreNotice,
  ): Promise<Result<Credential, CredentialsError>> {
    const { exec } = request;
    const error = errorsOf(exec);
    if (exec.interactiveMode === 'Always')
      return failure(
        error('interactive', {
          detail: `${visibleText(exec.command)} must ask questions on a terminal (interactiveMode: Always)`,
          hint: `Run in terminal: ${commandLine(exec)}`,
        }),
      );
    const found = await this.locate(request, trusted);
    if (!found.ok) return found;
    const own = Object.fromEntries(exec.env.map((pair) => [pair.name, pair.value]));
    const env: Environment = { ...found.value.env, ...own, KUBERNETES_EXEC_INFO: execInfo(request) };
    const secrets = [
      ...exec.env.filter((pair) => /token|secret|password|key/i.test(pair.name)).map((pair) => pair.value),
      ...secretWords(exec.args),
    ];
    const started = Date.now();
    const end = await runProcess({
      path: found.value.path,
      args: exec.args,
      env,
      slowAfterMs: this.host.slowAfterMs ?? slowAfterMs,
      killAfterMs: this.host.killAfterMs ?? killAfterMs,
      onSlow: (stderr) =>
        onSlow([`still waiting for ${visibleText(exec.command)}`, redactedTail(stderr, secrets)].filter(Boolean).join('\n')),
      signal: this.stopping.signal,
    });
    const stderr = redactedTail(end.stderr, secrets);
    const ending = { exitCode: end.exitCode, stderr };
    switch (end.outcome) {
      case 'timeout':
        return failure(
          error('plugin-timeout', {
            ...ending,
            detail: `it did not finish within ${Math.round((Date.now() - started) / 1000)} s and was stopped`,
            hint: `Run it in a terminal to see what it waits for: ${commandLine(exec)}`,
          }),
        );
      case 'too-much-output':
        return failure(
          error('plugin-output', { ...ending, detail: `it printed more than ${largestOutputBytes / 1024 / 1024} MB and was stopped` }),
        );
      case 'not-started':
        return failure(
          error('plugin-failed', {
            ...ending,
            detail: `${visibleText(found.value.path)} could not be started: ${end.spawnError}`,
            hint: hintOf(exec),
          }),
        );
      case 'stopped':
        return failure(error('plugin-failed', { ...ending, detail: 'it was stopped because Timonier is closing' }));
      case 'ended':
        break;
    }
    if (end.exitCode !== 0) {
      const how = end.exitCode === null ? `was ended by ${end.signal ?? 'a signal'}` : `failed with exit code ${end.exitCode}`;
      return failure(
        error('plugin-failed', {
          ...ending,
          detail: `executable ${visibleText(exec.command)} ${how}${stderr === '' ? ' and said nothing' : ''}`,
          hint: adviceFor(exec, end.stderr),
        }),
      );
    }
    const outcome = parseExecCredential(end.stdout, exec.apiVersion);
    return outcome.ok ? success(outcome.credential) : failure(error('plugin-output', { ...ending, detail: outcome.message }));
  }

  /** Kills what runs; later runs fail at once. */
  close(): void {
    this.stopping.abort();
  }

  private async locate(
    request: ExecRequest,
    trusted: readonly string[],
  ): Promise<Result<{ path: string; env: Environment }, CredentialsError>> {
    const { exec } = request;
    const error = errorsOf(exec);
    const fromTerminal = (this.host.env.TERM ?? '') !== '';
    let shell = fromTerminal ? null : await this.loginShell();
    const fallbacks = fallbackFolders(this.host.home, this.host.platform);
    const folders = () => searchFolders([this.host.env.PATH, shell?.PATH], fallbacks);
    const environment = (): Environment => ({
      ...shell,
      ...this.host.env,
      PATH: folders().join(this.host.platform === 'win32' ? ';' : ':'),
    });
    if (isAbsolute(exec.command) || /[\\/]/.test(exec.command)) {
      const path = resolve(dirname(request.file), exec.command);
      if (!isAbsolute(exec.command) && !trusted.includes(path))
        return failure({
          ...error('plugin-untrusted', {
            detail: `the kubeconfig ${visibleText(request.file)} runs the program ${visibleText(path)}, which lies beside it; allow it only if you know where both come from`,
          }),
          command: path,
        });
      if (isExecutable(path)) return success({ path, env: environment() });
      return failure(
        error('plugin-missing', { detail: `executable ${visibleText(path)} not found, or it may not be executed`, hint: hintOf(exec) }),
      );
    }
    let path = findExecutable(exec.command, folders(), this.host.platform);
    if (path === null && shell === null && fromTerminal) {
      shell = await this.loginShell();
      path = findExecutable(exec.command, folders(), this.host.platform);
    }
    if (path !== null) return success({ path, env: environment() });
    return failure(
      error('plugin-missing', {
        detail: `executable ${visibleText(exec.command)} not found; searched ${folders().map(visibleText).join(', ')}`,
        hint: hintOf(exec),
      }),
    );
  }

  private loginShell(): Promise<Environment | null> {
    this.shell ??= (this.host.loginShell ?? loginShellEnvironment)(this.host.env, this.host.platform);
    return this.shell;
  }
}

function ignoreNotice(): void {
  // The caller shows no progress.
}

/** The value of KUBERNETES_EXEC_INFO: what client-go tells a plugin about who asks. */
function execInfo(request: ExecRequest): string {
  const spec = request.clusterInfo === null ? { interactive: false } : { cluster: request.clusterInfo, interactive: false };
  return JSON.stringify({ kind: 'ExecCredential', apiVersion: request.exec.apiVersion, spec });
}

/** The plugin's command line as the user would type it, secrets replaced. */
export function commandLine(exec: ExecEntry): string {
  const secrets = new Set(secretWords(exec.args));
  const words = [exec.command, ...exec.args.map((word) => (secrets.has(word) ? '<redacted>' : word))].map((word) =>
    /^[A-Za-z0-9_@%+=:,./-]+$|^<redacted>$/.test(word) ? word : `'${word.replace(/'/g, `'\\''`)}'`,
  );
  const env = exec.env.filter((pair) =>
    /^(?:AWS_PROFILE|AWS_REGION|AWS_DEFAULT_REGION|SCW_PROFILE|CLOUDSDK_ACTIVE_CONFIG_NAME)$/.test(pair.name),
  );
  return visibleText(redact([...env.map((pair) => `${pair.name}=${pair.value}`), ...words].join(' ')));
}

type Details = Partial<Pick<CredentialsError, 'exitCode' | 'stderr' | 'hint' | 'detail'>>;

function errorsOf(exec: ExecEntry): (cause: CredentialsError['cause'], details: Details) => CredentialsError {
  return (cause, details) => ({
    kind: 'credentials',
    cause,
    command: commandLine(exec),
    exitCode: null,
    stderr: '',
    hint: '',
    detail: '',
    ...details,
  });
}

function hintOf(exec: ExecEntry): string {
  return visibleLines(redact(exec.installHint.trim())).slice(0, 2_000);
}

/** What to type next, where the plugin's words are known; else the kubeconfig's own hint. */
function adviceFor(exec: ExecEntry, stderr: string): string {
  if (/\bsso\b/i.test(stderr) && isAws(exec)) return signInCommand(exec);
  if (/gcloud auth login/.test(stderr)) return 'gcloud auth login';
  if (/az login/.test(stderr)) return 'az login';
  return hintOf(exec);
}

/** The command that signs the user in again where the plugin is known; else the plugin itself, to be run in a terminal. */
export function signInCommand(exec: ExecEntry): string {
  const profile = exec.env.find((pair) => pair.name === 'AWS_PROFILE')?.value ?? '';
  if (isAws(exec)) return `aws sso login${profile === '' ? '' : ` --profile ${visibleText(profile)}`}`;
  if (exec.command.endsWith('gke-gcloud-auth-plugin')) return 'gcloud auth login';
  return commandLine(exec);
}

function isAws(exec: ExecEntry): boolean {
  return /(?:^|[\\/])aws(?:\.exe)?$/.test(exec.command);
}
