import i18next from 'i18next';
import { createElement } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { initReactI18next } from 'react-i18next';
import { UsageChart } from '../../renderer/charts/usage-chart.tsx';

/* What `chart-20x1h-ms` measures, in the page: a chart of 20 series over an hour that is drawn anew because a sample came. */

const seriesCount = 20;
const samples = 240;
const everyMs = 15_000;
const unit = { name: 'Mi', write: (value: number) => String(Math.round(value)), binary: true };

await i18next.use(initReactI18next).init({ lng: 'en', resources: {} });
const root = createRoot(document.body.appendChild(document.createElement('div')));

/** Draws the chart as it is after `round` samples more, and waits for layout; the time that took, in ms. */
function redraw(round: number): number {
  const times = Array.from({ length: samples }, (_, index) => (round + index) * everyMs);
  const series = Array.from({ length: seriesCount }, (_, key) => ({
    key: String(key),
    values: times.map((time, index) => (index % 97 === 5 ? null : 200 + key * 10 + 80 * Math.sin(time / 90_000 + key))),
  }));
  const started = performance.now();
  flushSync(() => root.render(createElement(UsageChart, { title: 'Memory', times, series, lines: [{ kind: 'limit', value: 512 }], unit })));
  document.body.getBoundingClientRect();
  return performance.now() - started;
}

Object.assign(globalThis, { redraw });
