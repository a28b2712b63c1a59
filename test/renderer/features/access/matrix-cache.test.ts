import { expect, it } from 'vitest';
import type { Bridge } from '../../../../renderer/bridge/bridge.ts';
import type { MatrixTarget } from '../../../../renderer/features/access/access-matrix.ts';
import { MatrixCache } from '../../../../renderer/features/access/matrix-cache.ts';
import { contextIdOf } from '../../../../shared/context-id.ts';

const here = contextIdOf('test', 'here');
const there = contextIdOf('test', 'there');
const jane = { user: 'jane', clusterUid: 'one' };
const nobody = { user: '', clusterUid: '' };

function target(contextId = here, namespace = 'shop'): MatrixTarget {
  return { contextId, subject: { type: 'me' }, namespace, name: '' };
}

/** A cluster that never answers, which counts the matrices that were asked for. */
class Silent {
  asked = 0;

  readonly bridge: Pick<Bridge, 'call'> = {
    call: ((channel: string) => {
      if (channel === 'access.rows') this.asked++;
      return new Promise(() => undefined);
    }) as unknown as Bridge['call'],
  };
}

it('going back shows what was asked, and it is asked once', () => {
  const silent = new Silent();
  const cache = new MatrixCache();
  expect(cache.get(silent.bridge, target(), jane)).toBe(cache.get(silent.bridge, target(), jane));
  expect(silent.asked).toBe(1);
});

it('another user, or another cluster behind the name, has a matrix of its own', () => {
  const { bridge } = new Silent();
  const cache = new MatrixCache();
  const first = cache.get(bridge, target(), jane);
  expect(cache.get(bridge, target(), { ...jane, user: 'tom' })).not.toBe(first);
  const second = cache.get(bridge, target(), jane);
  expect(cache.get(bridge, target(), { ...jane, clusterUid: 'two' })).not.toBe(second);
});

it('who asked may become known later', () => {
  const { bridge } = new Silent();
  const cache = new MatrixCache();
  const first = cache.get(bridge, target(), nobody);
  expect(cache.get(bridge, target(), jane)).toBe(first);
  expect(cache.get(bridge, target(), nobody)).toBe(first);
  expect(cache.get(bridge, target(), { ...jane, user: 'tom' })).not.toBe(first);
});

it('when rights change, what is shown is asked for once more and all else of that cluster is forgotten', () => {
  const silent = new Silent();
  const cache = new MatrixCache();
  const shown = cache.get(silent.bridge, target(), jane);
  const hidden = cache.get(silent.bridge, target(here, 'vault'), jane);
  const elsewhere = cache.get(silent.bridge, target(there), jane);
  cache.outdate(here, [target()]);
  expect(cache.get(silent.bridge, target(), jane)).toBe(shown);
  expect(cache.get(silent.bridge, target(here, 'vault'), jane)).not.toBe(hidden);
  expect(cache.get(silent.bridge, target(there), jane)).toBe(elsewhere);
});

it('only so many are kept: the one that was not looked at for longest goes first', () => {
  const { bridge } = new Silent();
  const cache = new MatrixCache();
  const first = cache.get(bridge, target(here, 'n0'), jane);
  const second = cache.get(bridge, target(here, 'n1'), jane);
  cache.get(bridge, target(here, 'n0'), jane);
  for (let index = 2; index < 49; index++) cache.get(bridge, target(here, `n${index}`), jane);
  expect(cache.get(bridge, target(here, 'n0'), jane)).toBe(first);
  expect(cache.get(bridge, target(here, 'n1'), jane)).not.toBe(second);
});
