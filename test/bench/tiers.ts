import { startPodServer } from './data-path.ts';
import { measureBackend } from './measure-backend.ts';
import { report } from './report.ts';

/*
 * 20 contexts of 5,000 pods each, 3 of them looked at, in the real data threads (a process of its own, backend-process.ts).
 * tiers-20x5k-rss-mb: resident memory of that process once everything has settled.
 * tiers-back-live-ms: from a look at a cold context to all its rows called live, with what changed meanwhile among them; the worst of up to eight
 * (as many as the policy sent to rest).
 */

const server = await startPodServer(5_000);
try {
  const { rssMb, peakMb, cold, backMs } = await measureBackend<{
    readonly rssMb: number;
    readonly peakMb: number;
    readonly cold: number;
    readonly backMs: readonly number[];
  }>(['tiers', server.url, '20', '5000']);
  const times = backMs.map((ms) => Math.round(ms)).join(', ');
  report([
    {
      case: 'tiers-20x5k-rss-mb',
      value: rssMb,
      unit: 'MB',
      baseline: null,
      must: '<= 600',
      note: `${cold} of 20 cold; peak ${Math.round(peakMb)} MB`,
    },
    { case: 'tiers-back-live-ms', value: Math.max(...backMs), unit: 'ms', baseline: null, must: '<= 1000', note: `each: ${times}` },
  ]);
} finally {
  server.stop();
}
