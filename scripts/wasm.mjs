/*
 * node scripts/wasm.mjs [--check]: compiles electron/kube/wasm/scan-members.as.ts and writes what came out into scan-members.wasm.ts beside it, as text that
 * every bundle and every test can import. Run it after changing the source; test/electron/kube/wasm/scan-members.test.ts fails until you have.
 * --check only says whether the file is up to date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onNode24, root } from './bootstrap.mjs';

const source = 'electron/kube/wasm/scan-members.as.ts';
const target = 'electron/kube/wasm/scan-members.wasm.ts';
/** Seven pages of 64 KiB, as fast-members.ts divides them. Nothing is imported, so nothing can be called from inside. */
const options = [
  '-O3',
  '--noAssert',
  '--runtime',
  'stub',
  '--use',
  'abort=',
  '--enable',
  'simd',
  '--initialMemory',
  '7',
  '--maximumMemory',
  '7',
];

/** The text of the generated file; throws what the compiler says against the source. */
async function compiledScanner() {
  const { default: asc } = await import('assemblyscript/asc');
  let module = null;
  const { error, stderr } = await asc.main([source, ...options, '--outFile', 'module.wasm'], {
    readFile: (name) => {
      try {
        return readFileSync(join(root, name), 'utf8');
      } catch {
        // The compiler tries several places.
        return null;
      }
    },
    writeFile: (_name, contents) => {
      module = Buffer.from(contents);
    },
    listFiles: () => [],
  });
  if (error !== null || module === null) throw new Error(`${source} does not compile:\n${stderr}`);
  return `/* Written by scripts/wasm.mjs from scan-members.as.ts: change that, not this. */

/** The WebAssembly module in base64; fast-members.ts says what it exports. */
export const scanMembersModule =
  '${module.toString('base64')}';
`;
}

await onNode24(import.meta.url);
const text = await compiledScanner();
if (!process.argv.includes('--check')) writeFileSync(join(root, target), text);
else if (readFileSync(join(root, target), 'utf8') !== text) throw new Error(`${target} is out of date: run node scripts/wasm.mjs`);
