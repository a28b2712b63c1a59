import path from 'node:path';
import { type Backend, startBackend } from './backend.ts';
import { LoopbackServer } from './ipc/loopback-server.ts';
import { loadPageFiles, type PageFiles } from './ipc/page-files.ts';
import { appFolder } from './shell/app-folder.ts';
import { type CommandLine, parseCommandLine, serveUsage } from './shell/command-line.ts';
import { openBrowser } from './shell/open-browser.ts';
import { version } from './version.ts';

/*
 * The browser shell: the same backend as the window, behind HTTP and a WebSocket on 127.0.0.1.
 * What it prints: the address (stdout); everything else goes to stderr.
 */

/** The redirect file is removed after the launch token in it has expired anyway. */
const redirectLifetimeMs = 60_000;

async function serve(commandLine: CommandLine): Promise<void> {
  const files = readPage();
  const backend = await startBackend({
    shell: 'browser',
    version,
    locale: Intl.DateTimeFormat().resolvedOptions().locale,
    folder: appFolder(),
    kubeconfigs: commandLine.kubeconfigs,
    connect: commandLine.contexts,
    demo: commandLine.demo,
    demoWhenEmpty: true,
    threads: path.join(import.meta.dirname, '..', 'data'),
    chooseFile: null,
    openWindow: null,
    log: (line) => console.error(`timonier: ${line}`),
  });
  let server: LoopbackServer;
  try {
    server = await LoopbackServer.start({ port: commandLine.port, files, bus: backend.bus });
  } catch (error) {
    await backend.close();
    return giveUp(`cannot listen on 127.0.0.1:${commandLine.port} (${codeOf(error)}). Try another --port, or none.`);
  }
  stopOnSignals(backend, server);
  const url = announce(server);
  if (commandLine.open) {
    const { opened, dispose } = openBrowser(url);
    if (opened) setTimeout(dispose, redirectLifetimeMs).unref();
    process.on('exit', dispose);
  }
  announceAgainWhenAsked(server);
}

function readPage(): PageFiles {
  const folder = path.join(import.meta.dirname, '..', 'renderer');
  try {
    return loadPageFiles(folder);
  } catch (error) {
    return giveUp(`the page is not built (${codeOf(error)} at ${folder}). Run "npm run build".`);
  }
}

function announce(server: LoopbackServer): string {
  const url = server.launchUrl();
  console.log(`Timonier: ${url}`);
  return url;
}

/** The launch link works once and for a minute, so there must be a way to the next: Enter, or SIGUSR2 without a terminal (USR1 is Node's debugger). */
function announceAgainWhenAsked(server: LoopbackServer): void {
  if (process.platform !== 'win32') process.on('SIGUSR2', () => announce(server));
  if (!process.stdin.isTTY) return;
  console.log('The link works once, for a minute. Press Enter for a new one, Ctrl+C to stop.');
  process.stdin.on('data', () => announce(server));
}

function stopOnSignals(backend: Backend, server: LoopbackServer): void {
  let stopping = false;
  const stop = async () => {
    // A second Ctrl+C does not wait for anyone.
    if (stopping) process.exit(130);
    stopping = true;
    await server.close();
    await backend.close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException | null)?.code ?? String(error);
}

function giveUp(message: string, exitCode = 1): never {
  console.error(`timonier: ${message}`);
  process.exit(exitCode);
}

const commandLine = parseCommandLine(process.argv.slice(2), process.cwd());
if ('error' in commandLine) giveUp(`${commandLine.error}; see --help`, 2);
if (commandLine.help) process.stdout.write(serveUsage);
else serve(commandLine).catch((error: unknown) => giveUp(error instanceof Error ? (error.stack ?? error.message) : String(error)));
