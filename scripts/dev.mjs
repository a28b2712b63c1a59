/*
 * npm run dev: the app in the browser with hot reload. The page comes from Vite; the main side is rebuilt and restarted on
 * every change. Vite hands the WebSocket and the session to the loopback server, which stays as strict as ever: the proxy
 * presents its own address as Host and Origin, and only this machine can reach either. The flags are those of `npm start`.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { node24, onNode24, orExit, root } from './bootstrap.mjs';
import { esbuildOptions, nodeBundles } from './build.mjs';
import { parseFlags, usage } from './flags.mjs';

/** Ports of development only: Vite's, and the loopback server's behind it. */
const pagePort = 5173;
const servePort = 5174;

/** The product's policy with what hot reload adds: Vite's inline preamble (by nonce), style elements, and its own WebSocket. */
const nonce = '__TIMONIER_NONCE__';
const contentSecurityPolicy = [
  "default-src 'none'",
  `script-src 'self' 'nonce-${nonce}'`,
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  `connect-src 'self' ws://127.0.0.1:${pagePort}`,
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Starts serve.cjs again whenever it was rebuilt; resolves to { restart, stop }. */
function keepServing(flags, onUrl) {
  let child = null;
  const stop = async () => {
    if (child === null) return;
    const old = child;
    child = null;
    const ended = new Promise((resolve) => old.once('exit', resolve));
    old.kill('SIGTERM');
    await ended;
  };
  const restart = async () => {
    await stop();
    child = spawn(node24, [join(root, 'dist', 'serve', 'serve.cjs'), '--no-open', '--port', String(servePort), ...flags], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
      const url = /Timonier: (\S+)\n/.exec(text)?.[1];
      if (url === undefined) return;
      text = '';
      onUrl(new URL(url));
    });
  };
  return { restart, stop };
}

async function startVite() {
  const { createServer } = await import('vite');
  const backend = `http://127.0.0.1:${servePort}`;
  const toBackend = { target: backend, changeOrigin: true, ws: true, headers: { origin: backend } };
  const server = await createServer({
    configFile: join(root, 'vite.config.ts'),
    clearScreen: false,
    html: { cspNonce: nonce },
    server: {
      host: '127.0.0.1',
      port: pagePort,
      strictPort: true,
      headers: { 'content-security-policy': contentSecurityPolicy },
      proxy: { '^/(session|socket)$': toBackend },
    },
  });
  await server.listen();
  return server;
}

async function watchBundles(onBuilt) {
  const { context } = await import('esbuild');
  let timer;
  // Several bundles end within moments of each other: restart once.
  const built = () => {
    clearTimeout(timer);
    timer = setTimeout(onBuilt, 150);
  };
  const report = { name: 'report', setup: (build) => build.onEnd((result) => (result.errors.length === 0 ? built() : undefined)) };
  const bundles = nodeBundles().filter((bundle) => !/^main\//.test(bundle.output));
  const contexts = await Promise.all(bundles.map((bundle) => context({ ...esbuildOptions(bundle), plugins: [report] })));
  await Promise.all(contexts.map((one) => one.watch()));
  return contexts;
}

async function dev() {
  const flags = parseFlags(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd());
  if (flags.help) {
    process.stdout.write(usage);
    return;
  }
  const forwarded = flags.forwarded.filter((word, index, all) => word !== '--no-open' && word !== '--port' && all[index - 1] !== '--port');
  const vite = await startVite();
  const serving = keepServing(forwarded, (url) => console.log(`Timonier (dev): http://127.0.0.1:${pagePort}/${url.hash}`));
  const contexts = await watchBundles(() => void serving.restart());
  const stop = async () => {
    await Promise.all([serving.stop(), vite.close(), ...contexts.map((one) => one.dispose())]);
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop());
}

await onNode24(import.meta.url);
await orExit(dev);
