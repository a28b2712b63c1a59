import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortenSource } from '../../../../renderer/features/logs/shorten-source.ts';

describe('shortenSource', () => {
  it('lets the base give way in the middle; what tells pods apart stays', () => {
    const gateway = { base: 'payments-gateway', suffix: '-x2k4q', container: '' };
    expect(shortenSource(gateway, 25)).toBe('payments-gateway-x2k4q');
    expect(shortenSource(gateway, 18)).toBe('payments-ga…-x2k4q');
    expect(shortenSource({ base: 'fraud-scoring', suffix: '-p2fjd', container: '' }, 18)).toBe('fraud-scori…-p2fjd');
    expect(shortenSource({ ...gateway, container: 'otel-agent' }, 30)).toBe('payments-gat…-x2k4q otel-agent');
    expect(shortenSource({ ...gateway, container: 'otel-agent' }, 16)).toBe('pay…-x2k4q otel…');
  });

  it('never takes more than the room, unless the suffix alone does', () => {
    const word = fc.stringMatching(/^[a-z]{0,40}$/);
    fc.assert(
      fc.property(
        word,
        fc.stringMatching(/^(-[a-z0-9]{1,6})?$/),
        word,
        fc.integer({ min: 12, max: 60 }),
        (base, suffix, container, room) => {
          const short = shortenSource({ base, suffix, container }, room);
          expect(short).toContain(suffix);
          expect(short.length).toBeLessThanOrEqual(room);
        },
      ),
    );
  });
});
