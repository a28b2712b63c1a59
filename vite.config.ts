import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * Oldest Chromium the page has to run in: that of the bundled Electron, or with `TIMONIER_TARGET=chrome108` that of the
 * Electron 22 test lane. There syntax is lowered, and missing functions are put in front; nothing here decides what the app can do.
 */
const target = process.env.TIMONIER_TARGET === 'chrome108' ? 'chrome108' : 'chrome146';
const globals = target === 'chrome108' ? readFileSync(new URL('./test/lane/shim/page-globals.js', import.meta.url), 'utf8') : '';

export default defineConfig({
  root: fileURLToPath(new URL('./renderer', import.meta.url)),
  base: '/',
  plugins: [react()],
  // Replaced by the nonce of each answer: electron/ipc/page-headers.ts.
  html: { cspNonce: '__TIMONIER_NONCE__' },
  build: {
    outDir: fileURLToPath(new URL('./dist/renderer', import.meta.url)),
    emptyOutDir: true,
    target,
    rolldownOptions: { output: { banner: globals } },
    cssTarget: target,
    cssMinify: 'lightningcss',
    // The content security policy allows no data: fonts or scripts, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
  },
});
