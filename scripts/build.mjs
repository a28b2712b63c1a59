/*
 * npm run build: bundles what is stale into dist/. With TIMONIER_TARGET=chrome108 (the Electron test lane) the shell and the
 * page are retargeted and go to out/lane; the data bundles keep the same bytes. `--force` builds everything.
 */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { onNode24, root } from './bootstrap.mjs';
import { hashOf, whenStale } from './stale.mjs';

/** Node and Chrome of Electron 45. */
const product = { node: 'node24', chrome: 'chrome146' };

/** Packages that only the data thread may hold: they need Node 24, and sockets to clusters are its business. */
const dataThreadOnly = ['undici', '@kubernetes/client-node'];

/** Where the bundles of this target go. */
export function outputFolder(target = process.env.TIMONIER_TARGET) {
  return join(root, target === undefined ? 'dist' : join('out', 'lane'));
}

/** The Node bundles: entry, output, syntax target, and packages that must not be in it. */
export function nodeBundles(target = process.env.TIMONIER_TARGET) {
  const shell = target ?? product.node;
  return [
    { entry: 'electron/main.ts', output: 'main/main.cjs', target: shell, without: dataThreadOnly },
    { entry: 'electron/preload.ts', output: 'main/preload.cjs', target: target ?? product.chrome, without: dataThreadOnly },
    { entry: 'electron/serve.ts', output: 'serve/serve.cjs', target: product.node, without: dataThreadOnly },
    { entry: 'electron/data-thread.ts', output: 'data/data-thread.cjs', target: product.node, without: ['electron'] },
    { entry: 'electron/log-thread.ts', output: 'data/log-thread.cjs', target: product.node, without: ['electron', ...dataThreadOnly] },
    {
      entry: 'electron/log-search-thread.ts',
      output: 'data/log-search-thread.cjs',
      target: product.node,
      without: ['electron', ...dataThreadOnly],
    },
    { entry: 'electron/demo/demo-thread.ts', output: 'data/demo-thread.cjs', target: product.node, without: ['electron'] },
  ];
}

/** esbuild's options for one bundle; scripts/dev.mjs watches with the same. */
export function esbuildOptions(bundle, folder = outputFolder()) {
  return {
    absWorkingDir: root,
    entryPoints: [bundle.entry],
    outfile: join(folder, bundle.output),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: bundle.target,
    external: ['electron'],
    sourcemap: 'linked',
    metafile: true,
    logLevel: 'warning',
    // CommonJS has no import.meta: the sources may use it as in ESM.
    define: { 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename', 'import.meta.url': '__bundleUrl' },
    banner: bundle.output.endsWith('preload.cjs') ? {} : { js: "const __bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
  };
}

/** Packages of `bundle.without` that ended up in the bundle, with the file that brought each in. */
export function forbiddenPackages(bundle, metafile) {
  const found = [];
  for (const [file, input] of Object.entries(metafile.inputs)) {
    for (const imported of input.imports) {
      const name = bundle.without.find((one) => imported.path.includes(`node_modules/${one}/`) || imported.path === one);
      if (name !== undefined && !file.includes('node_modules/')) found.push(`${file} imports ${name}`);
    }
  }
  return found;
}

async function buildNode(bundle, folder) {
  const { build } = await import('esbuild');
  const { metafile } = await build(esbuildOptions(bundle, folder));
  const forbidden = forbiddenPackages(bundle, metafile);
  if (forbidden.length > 0) {
    rmSync(join(folder, bundle.output), { force: true });
    throw new Error(
      `${bundle.output} must not hold ${bundle.without.join(' or ')}: all traffic to clusters happens in the data thread.\n  ${forbidden.join('\n  ')}`,
    );
  }
}

async function buildPage(folder) {
  const { build } = await import('vite');
  const target = process.env.TIMONIER_TARGET ?? product.chrome;
  await build({
    root: join(root, 'renderer'),
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: join(folder, 'renderer'), emptyOutDir: true, target, cssTarget: target },
  });
}

/** Builds what is stale; resolves to the names of what was built. Throws the first failure. */
export async function buildStale({ force = false } = {}) {
  const folder = outputFolder();
  const salt = `${process.env.TIMONIER_TARGET ?? ''}${force ? Math.random() : ''}`;
  const common = ['shared', 'package-lock.json', 'package.json', 'tsconfig.base.json', 'scripts/build.mjs'];
  const nodeHash = hashOf(['electron', ...common], salt);
  const pageHash = hashOf(['renderer', 'resources', 'vite.config.ts', ...common], salt);
  mkdirSync(folder, { recursive: true });
  const jobs = nodeBundles().map((bundle) => ({
    name: bundle.output,
    make: () =>
      whenStale(join(folder, `.stamp-${bundle.output.replace(/\W/g, '-')}`), nodeHash, [join(folder, bundle.output)], () =>
        buildNode(bundle, folder),
      ),
  }));
  jobs.push({
    name: 'renderer',
    make: () => whenStale(join(folder, '.stamp-renderer'), pageHash, [join(folder, 'renderer', 'index.html')], () => buildPage(folder)),
  });
  const made = await Promise.allSettled(jobs.map(async (job) => ((await job.make()) ? job.name : null)));
  const failed = made.filter((one) => one.status === 'rejected');
  if (failed.length > 0)
    throw new AggregateError(
      failed.map((one) => one.reason),
      `${failed.length} of ${jobs.length} bundles failed`,
    );
  // `electron out/lane` starts from a folder with a package.json of its own.
  if (process.env.TIMONIER_TARGET !== undefined && !existsSync(join(folder, 'package.json')))
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ name: 'timonier', productName: 'Timonier', version: '0.1.0', main: 'main/main.cjs' }),
    );
  return made.flatMap((one) => (one.status === 'fulfilled' && one.value !== null ? [one.value] : []));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await onNode24(import.meta.url);
  // Vite rejects a second promise beside the one it returns; what failed is reported below.
  process.on('unhandledRejection', (reason) => {
    console.error(`timonier: ${reason instanceof Error ? reason.message : reason}`);
    process.exitCode = 1;
  });
  const started = Date.now();
  try {
    const built = await buildStale({ force: process.argv.includes('--force') });
    const what = built.length === 0 ? 'everything is up to date' : `built ${built.join(', ')}`;
    console.error(`timonier: ${what} in ${((Date.now() - started) / 1000).toFixed(1)} s (${relative(root, outputFolder())}/)`);
  } catch (error) {
    for (const one of error instanceof AggregateError ? error.errors : [error]) console.error(`timonier: build failed: ${one.message}`);
    process.exitCode = 1;
  }
}
