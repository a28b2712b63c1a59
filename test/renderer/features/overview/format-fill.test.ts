import { describe, expect, it } from 'vitest';
import { formatCores, formatMemory, formatPods } from '../../../../renderer/features/overview/format-fill.ts';
import { planExpiry } from '../../../../renderer/features/overview/plan-expiry.ts';
import { missingUsageWords, usageWords } from '../../../../renderer/ui/usage-words.ts';
import { now } from './overview-fixture.ts';

const gi = 2 ** 30;
const fill = (used: number | null, requested: number | null, allocatable: number | null) => ({
  used,
  requested,
  limits: null,
  allocatable,
});

describe('numbers of a fill', () => {
  it('are cores in the language of the reader, never more digits than tell something', () => {
    expect(formatCores(fill(41_230, 58_000, 96_000), 'en')).toMatchObject({ used: '41.2', requested: '58', allocatable: '96' });
    expect(formatCores(fill(350, 1_500, 109_400), 'fr')).toMatchObject({ used: '0,35', requested: '1,5', allocatable: '109' });
  });

  it('are memory in one unit, as Kubernetes writes it', () => {
    expect(formatMemory(fill(212 * gi, 268 * gi, 384 * gi))).toEqual({ used: '212', requested: '268', allocatable: '384', unit: 'Gi' });
    expect(formatMemory(fill(0, 0.5 * gi, 1.5 * gi))).toEqual({ used: '0', requested: '0.5', allocatable: '1.5', unit: 'Gi' });
  });

  it('are a dash where nobody knows, and 0 where it is 0', () => {
    expect(formatCores(fill(null, 0, 4_000), 'en')).toMatchObject({ used: '—', requested: '0' });
    expect(formatMemory(fill(null, null, null)).unit).toBe('');
    expect(formatPods(fill(1_320, null, null), 'en')).toMatchObject({ used: '1,320', allocatable: '—' });
  });
});

describe('usageWords', () => {
  it('say how old the samples are by the clock of the server', () => {
    const live = { state: 'live', at: now - 14_000, receivedAt: now, windowMs: 10_000, everyMs: 15_000 } as const;
    expect(usageWords(live, now).short).toEqual({ key: 'usage.age', values: { elapsed: '14 s' } });
    expect(usageWords(live, now, 6_000).short.values).toEqual({ elapsed: '20 s' });
    expect(usageWords(live, now, -60_000).short.values).toEqual({ elapsed: '0 s' });
  });

  it('tell every reason for missing numbers apart, each with its next step', () => {
    const error = { kind: 'internal', message: 'x' } as const;
    const reasons = [
      { kind: 'no-api' },
      { kind: 'api-unavailable', reason: 'MissingEndpoints', message: 'no endpoints', service: 'kube-system/metrics-server' },
      { kind: 'forbidden', resource: 'pods', namespace: '', error },
      { kind: 'forbidden', resource: 'pods', namespace: 'shop', error },
      { kind: 'no-samples' },
      { kind: 'failed', error },
    ] as const;
    const titles = reasons.map((why) => missingUsageWords(why).title.key);
    expect(new Set(titles).size).toBe(reasons.length);
    expect(missingUsageWords(reasons[1]).said).toBe('MissingEndpoints: no endpoints');
  });
});

describe('planExpiry', () => {
  const day = 86_400_000;
  it('is silent while there is time, and about tokens that are renewed by themselves', () => {
    expect(
      planExpiry(
        [
          { what: 'client-certificate', at: now + 90 * day },
          { what: 'token', at: now + 3_600_000 },
        ],
        now,
      ),
    ).toBeNull();
  });

  it('names what ends first, broken when it is over or about to be', () => {
    const soon = { what: 'client-certificate', at: now + 12 * day } as const;
    expect(planExpiry([{ what: 'server-certificate', at: now + 20 * day }, soon], now)).toMatchObject({
      what: 'client-certificate',
      severity: 'attention',
      over: false,
    });
    expect(planExpiry([{ ...soon, at: now + 2 * day }], now)?.severity).toBe('broken');
    expect(planExpiry([{ ...soon, at: now - 1 }], now)).toMatchObject({ over: true, severity: 'broken' });
  });
});
