import { expect, test } from 'vitest';
import { compareResourceVersions } from '../../../electron/kube/resource-version.ts';
import type { DecodedRow } from '../../../electron/kube/row-decoder.ts';
import { Store } from '../../../electron/kube/store.ts';

function decoded(uid: string, resourceVersion: string, changes: { readonly name?: string; readonly value?: string } = {}): DecodedRow {
  const name = changes.name ?? uid;
  const row = {
    uid,
    namespace: 'a',
    name,
    createdAt: null,
    health: changes.value === 'broken' ? 'broken' : 'ok',
    cells: [changes.value ?? ''],
    labels: {},
  } as const;
  return { uid, resourceVersion, namespace: 'a', name, row };
}

function watched(): { readonly store: Store; readonly told: string[] } {
  const store = new Store();
  const told: string[] = [];
  store.subscribe((uid) => told.push(uid));
  return { store, told };
}

test('duplicates and older versions of an object are dropped, numerically', () => {
  const { store, told } = watched();
  expect(store.upsert(decoded('u', '9'), '')).toBe(true);
  expect(store.upsert(decoded('u', '9', { value: 'x' }), '')).toBe(false);
  expect(store.upsert(decoded('u', '10', { value: 'y' }), '')).toBe(true);
  expect(store.upsert(decoded('u', '9', { value: 'z' }), '')).toBe(false);
  expect(store.get('u')?.resourceVersion).toBe('10');
  expect(told).toEqual(['u', 'u']);
});

test('an object that was deleted does not come back by a replay, but by a newer version', () => {
  const { store } = watched();
  store.upsert(decoded('u', '5'), '');
  expect(store.remove('u', '7')).toBe(true);
  expect(store.upsert(decoded('u', '6'), '')).toBe(false);
  expect(store.size).toBe(0);
  expect(store.upsert(decoded('u', '8'), '')).toBe(true);
  expect(store.remove('u', '6')).toBe(false);
  expect(store.size).toBe(1);
});

test('what a list no longer holds is dead up to the version of the list, not only up to what was seen of it', () => {
  const { store } = watched();
  store.upsert(decoded('u', '5'), '');
  store.keepOnly('', new Set(), '9', true);
  // A change between the two, replayed or from a replica that lags.
  expect(store.upsert(decoded('u', '7'), '')).toBe(false);
  // An old DELETED of it does not shorten that.
  expect(store.remove('u', '6')).toBe(false);
  expect(store.upsert(decoded('u', '8'), '')).toBe(false);
  expect(store.size).toBe(0);
});

test('what lost its name to another object is dead up to the version of that one', () => {
  const { store } = watched();
  store.upsert(decoded('old', '5', { name: 'n' }), '');
  store.upsert(decoded('new', '9', { name: 'n' }), '');
  store.remove('new', '10');
  expect(store.upsert(decoded('old', '7', { name: 'n' }), '')).toBe(false);
});

test('a re-created object is a delete and an add; its predecessor stays dead', () => {
  const { store, told } = watched();
  store.upsert(decoded('old', '5', { name: 'n' }), '');
  store.upsert(decoded('new', '9', { name: 'n' }), '');
  expect([...store.uids()]).toEqual(['new']);
  expect(told).toEqual(['old', 'old', 'new']);
  expect(store.upsert(decoded('old', '6', { name: 'n' }), '')).toBe(false);
});

test('what was deleted is judged by the last consistent list, also when the history of the server began anew', () => {
  const { store } = watched();
  store.upsert(decoded('early', '10'), '');
  store.remove('early', '12', '');
  store.upsert(decoded('late', '900'), '');
  store.remove('late', '901', '');
  store.upsert(decoded('other', '10'), 'another scope');
  store.remove('other', '12', 'another scope');
  // Restored from a backup where both were there, and deleted again before version 20.
  store.keepOnly('', new Set(), '20', true);
  expect(store.upsert(decoded('early', '15'), '')).toBe(false);
  expect(store.upsert(decoded('late', '16'), '')).toBe(false);
  expect(store.size).toBe(0);
  // What has no uid is known by its name, which may come again.
  expect(store.upsert(decoded('late', '21'), '')).toBe(true);
  expect(store.upsert(decoded('other', '15'), 'another scope')).toBe(true);
});

test('a list into an empty store keeps all that it brought and judges what was deleted before', () => {
  const { store } = watched();
  store.upsert(decoded('early', '10'), '');
  store.remove('early', '12', '');
  store.upsert(decoded('listed', '15'), '', true);
  store.keepOnly('', null, '20', true);
  expect([...store.uids()]).toEqual(['listed']);
  expect(store.upsert(decoded('early', '18'), '')).toBe(false);
  expect(store.upsert(decoded('early', '21'), '')).toBe(true);
});

test('a trusted list wins over versions, and what it does not hold is gone, in its own scope only', () => {
  const { store, told } = watched();
  store.upsert(decoded('x', '900'), 'one');
  store.upsert(decoded('y', '900'), 'one');
  store.upsert(decoded('z', '900'), 'two');
  told.length = 0;
  expect(store.upsert(decoded('x', '10', { value: 'restored' }), 'one', true)).toBe(true);
  store.keepOnly('one', new Set(['x']));
  expect([...store.uids()].sort()).toEqual(['x', 'z']);
  expect(told).toEqual(['x', 'y']);
});

test('a new version with the same row tells nobody', () => {
  const { store, told } = watched();
  store.upsert(decoded('u', '1'), '');
  expect(store.upsert(decoded('u', '2'), '')).toBe(true);
  expect(told).toEqual(['u']);
});

test('problems follow the rows', () => {
  const { store } = watched();
  store.upsert(decoded('u', '1', { value: 'broken' }), '');
  expect(store.problems).toEqual({ broken: 1, attention: 0 });
  store.upsert(decoded('u', '2'), '');
  expect(store.problems).toEqual({ broken: 0, attention: 0 });
  store.upsert(decoded('u', '3', { value: 'broken' }), '');
  store.remove('u', '4');
  expect(store.problems).toEqual({ broken: 0, attention: 0 });
});

test('versions beyond 2^53 are ordered, others are only equal or not', () => {
  expect(compareResourceVersions('9007199254740993', '9007199254740992')).toBeGreaterThan(0);
  expect(compareResourceVersions('99', '100')).toBeLessThan(0);
  expect(compareResourceVersions('abc', 'abc')).toBe(0);
  expect(compareResourceVersions('abc', '1')).toBeNull();
  expect(compareResourceVersions('01', '1')).toBeNull();
});

test('F18: a list from a replica that lags neither hides newer rows nor keeps them from coming back', () => {
  const { store } = watched();
  store.upsert(decoded('newer', '50'), '');
  store.upsert(decoded('older', '30'), '');
  store.keepOnly('', new Set(), '40');
  expect([...store.uids()]).toEqual(['newer']);
  // A consistent list of a server that went back is believed, and its watch tells what followed.
  store.keepOnly('', new Set(), '40', true);
  expect(store.size).toBe(0);
  expect(store.upsert(decoded('newer', '50'), '')).toBe(true);
  expect(store.upsert(decoded('older', '30'), '')).toBe(false);
});

test('a row belongs to the list that held it last, so that one list can take over from another', () => {
  const { store } = watched();
  store.upsert(decoded('x', '5'), 'a');
  expect(store.upsert(decoded('x', '5'), '')).toBe(false);
  store.keepOnly('a', new Set());
  expect(store.size).toBe(1);
});
