import path from 'node:path';
import { parseArgs } from 'node:util';

/** What the user asked for on the command line of either shell. */
export interface CommandLine {
  /** 0 = any free port. */
  readonly port: number;
  readonly open: boolean;
  /** Absolute paths; empty = kubectl's own places. */
  readonly kubeconfigs: readonly string[];
  /** Names of contexts to connect at start. */
  readonly contexts: readonly string[];
  readonly demo: boolean;
  readonly help: boolean;
}

/** What --help of serve.cjs prints. */
export const serveUsage = `Timonier in a browser, on 127.0.0.1 only.

  --port N             port to listen on (default: a free one)
  --no-open            do not open the browser, only print the address
  --kubeconfig FILE    kubeconfig file instead of $KUBECONFIG and ~/.kube/config; may be repeated
  --context NAME       connect this context at start; may be repeated
  --demo               start with the demo fleet
  --help               this text
`;

const options = {
  port: { type: 'string' },
  'no-open': { type: 'boolean' },
  kubeconfig: { type: 'string', multiple: true },
  context: { type: 'string', multiple: true },
  demo: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/**
 * Parses flags; relative files count from `cwd`. The error is one line, ready to be printed.
 * `foreign` true lets unknown flags pass: Chromium's own (`--disable-gpu`) stand beside ours in Electron.
 */
export function parseCommandLine(argv: readonly string[], cwd: string, foreign = false): CommandLine | { readonly error: string } {
  const known = foreign ? argv.filter((_, index) => isOurs(argv, index)) : [...argv];
  try {
    const { values } = parseArgs({ args: known, options, strict: true, allowPositionals: false });
    const port = values.port ?? '0';
    if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) return { error: `--port needs a number from 0 to 65535, got "${port}"` };
    if (values.kubeconfig?.includes('')) return { error: '--kubeconfig needs a file' };
    return {
      port: Number(port),
      open: values['no-open'] !== true,
      kubeconfigs: (values.kubeconfig ?? []).map((file) => path.resolve(cwd, file)),
      contexts: values.context ?? [],
      demo: values.demo === true,
      help: values.help === true,
    };
  } catch (error) {
    // parseArgs explains itself in its first sentence; the rest is advice about `--` that does not apply here.
    const message = error instanceof Error ? error.message : String(error);
    return { error: (message.split(/\.\s|\n/, 1)[0] ?? message).replace(/\.$/, '') };
  }
}

/** True for our flags and the values that follow them. */
function isOurs(argv: readonly string[], index: number): boolean {
  const names = Object.keys(options).map((name) => `--${name}`);
  const word = argv[index] ?? '';
  if (word.startsWith('-')) return names.includes(word.split('=', 1)[0] ?? word);
  return ['--kubeconfig', '--context', '--port'].includes(argv[index - 1] ?? '');
}
