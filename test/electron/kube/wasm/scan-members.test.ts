import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const script = path.resolve(import.meta.dirname, '../../../../scripts/wasm.mjs');

test('the WebAssembly that is checked in is what its source compiles to', async () => {
  await expect(promisify(execFile)(process.execPath, [script, '--check'])).resolves.toBeDefined();
});
