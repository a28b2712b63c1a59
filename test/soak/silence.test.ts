import { expect, it } from 'vitest';
import type { Freshness } from '../../shared/freshness.ts';
import { type Silence, SilenceWatch } from './silence.ts';

const resource = { group: '', version: 'v1', resource: 'pods' };

function look(silentMs: number | null, state: 'live' | 'catching-up', cluster = 'ovh') {
  const silence: Silence = { silentSince: silentMs === null ? null : Date.now() - silentMs, kind: 'black hole' };
  const freshness: Freshness =
    state === 'live' ? { state, lastByteAt: Date.now() - (silentMs ?? 0), partial: null } : { state, since: Date.now() };
  const watch = new SilenceWatch();
  // Looked at twice: one silence is judged once.
  for (let times = 0; times < 2; times++) watch.look(new Map([['ovh', silence]]), [{ cluster, resource, list: { freshness } }]);
  return { judged: watch.judged, lies: watch.lies };
}

it('a table that is live 64 s into a silence is a lie, and told once', () => {
  expect(look(64_000, 'live')).toEqual({ judged: 1, lies: ['ovh pods is live 64 s after its last byte (black hole)'] });
});

it('no other state is a lie, nor a short silence, nor that of another cluster', () => {
  expect(look(64_000, 'catching-up')).toEqual({ judged: 1, lies: [] });
  expect(look(60_000, 'live')).toEqual({ judged: 0, lies: [] });
  expect(look(null, 'live')).toEqual({ judged: 0, lies: [] });
  expect(look(64_000, 'live', 'eks')).toEqual({ judged: 1, lies: [] });
});
