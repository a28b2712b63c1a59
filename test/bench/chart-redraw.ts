import path from 'node:path';
import { build } from 'esbuild';
import { launchBrowser } from '../e2e/browser.ts';
import { type MeasuredFigure, median } from './report.ts';

const redraws = 60;

/** `chart-20x1h-ms`: a usage chart of 20 series with 240 samples each is drawn anew in Chromium, script, style and layout; median of many. */
export async function chartRedraw(): Promise<MeasuredFigure> {
  const { outputFiles } = await build({
    entryPoints: [path.join(import.meta.dirname, 'chart-page.ts')],
    bundle: true,
    write: false,
    outdir: 'out',
    format: 'esm',
    jsx: 'automatic',
    minify: true,
    define: { 'process.env.NODE_ENV': '"production"' },
    loader: { '.module.css': 'local-css' },
  });
  const textOf = (end: string) => outputFiles.find((file) => file.path.endsWith(end))?.text ?? '';
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.setContent('<!doctype html><html lang="en"><body></body></html>');
    await page.addStyleTag({ content: textOf('.css') });
    await page.addScriptTag({ type: 'module', content: textOf('.js') });
    await page.waitForFunction(() => 'redraw' in globalThis);
    const measured: number[] = [];
    for (let round = 0; round <= redraws; round++) {
      const ms = await page.evaluate((at) => (globalThis as unknown as { redraw: (round: number) => number }).redraw(at), round);
      // The first mounts; its width is known from the second on.
      if (round > 5) measured.push(ms);
    }
    const paths = await page.locator('svg path').count();
    const note = `20 series x 240 samples, ${paths} paths, median of ${measured.length}, slowest ${Math.round(Math.max(...measured) * 10) / 10} ms`;
    return { case: 'chart-20x1h-ms', value: median(measured), unit: 'ms', baseline: null, must: '<= 16', note };
  } finally {
    await browser.close();
  }
}
