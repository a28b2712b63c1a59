import { expect, test } from 'vitest';
import { newUsers } from '../../renderer/state/acting-as.ts';
import { unknownStatus } from '../../renderer/state/contexts-store.ts';
import type { ContextId } from '../../shared/context-id.ts';

const id = 'prod' as ContextId;
const as = (user: string | null) => ({ [id]: { ...unknownStatus, user } });

test('P21: a context that acts as somebody else says so once, also when nobody was known in between', () => {
  const users = new Map<ContextId, string>();
  expect(newUsers(users, as(null))).toEqual([]);
  expect(newUsers(users, as('dana'))).toEqual([]);
  expect(newUsers(users, as('dana'))).toEqual([]);
  expect(newUsers(users, as(null))).toEqual([]);
  expect(newUsers(users, as('root'))).toEqual([{ contextId: id, before: 'dana', now: 'root' }]);
  expect(newUsers(users, as('root'))).toEqual([]);
});
