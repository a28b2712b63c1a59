import { describe, expect, it } from 'vitest';
import type { KnownCell, MatrixView } from '../../../../renderer/features/access/access-matrix.ts';
import {
  cellDiffers,
  type GridContext,
  gridCell,
  gridRows,
  gridVerbs,
  matchesFilter,
  RowNumbers,
} from '../../../../renderer/features/access/plan-grid.ts';
import type { AccessRow } from '../../../../shared/access.ts';
import { contextIdOf } from '../../../../shared/context-id.ts';

const row = (resource: string, verbs: string[], fields: Partial<AccessRow> = {}): AccessRow => ({
  group: '',
  version: 'v1',
  resource,
  subresource: '',
  namespaced: true,
  verbs,
  ...fields,
});
const known = (answer: KnownCell['answer'], fields: Partial<KnownCell> = {}): KnownCell => ({
  answer,
  how: 'asked',
  said: null,
  disagrees: null,
  ...fields,
});

/** A matrix whose cells are given by `resource verb`. */
function matrix(name: string, namespace: string, rows: readonly AccessRow[], cells: Record<string, KnownCell>): MatrixView {
  return {
    target: { contextId: contextIdOf('test', name), subject: { type: 'me' }, namespace, name: '' },
    rows,
    failedGroups: [],
    who: null,
    rolesError: null,
    error: null,
    asked: 0,
    unanswered: 0,
    cellError: null,
    completeAt: null,
    cell: (number, verb) => cells[`${rows[number]?.resource} ${verb}`] ?? null,
  };
}
const context = (name: string, ...matrices: MatrixView[]): GridContext => ({ contextId: contextIdOf('test', name), matrices });
const pods = { key: '/pods/', group: '', resource: 'pods', subresource: '', namespaced: true };

describe('the grid of several clusters', () => {
  it('has the resources of all, core first, and a column for each further verb', () => {
    const contexts = [
      context('a', matrix('a', '', [row('roles', ['get', 'bind'], { group: 'rbac.authorization.k8s.io' }), row('pods', ['get'])], {})),
      context('b', matrix('b', '', [row('pods', ['get']), row('pods', ['get'], { subresource: 'log' })], {})),
    ];
    expect(gridRows(contexts).map(({ key }) => key)).toEqual(['/pods/', '/pods/log', 'rbac.authorization.k8s.io/roles/']);
    expect(gridVerbs(contexts).at(-1)).toBe('bind');
  });

  it('does not apply where a cluster has no such verb or resource, which is no difference', () => {
    const numbers = new RowNumbers();
    const a = context('a', matrix('a', '', [row('pods', ['get'])], { 'pods get': known('yes') }));
    const b = context('b', matrix('b', '', [row('nodes', ['get'])], {}));
    const cells = [gridCell(a, pods, 'get', numbers), gridCell(b, pods, 'get', numbers)];
    expect(cells.map(({ state }) => state)).toEqual(['yes', 'na']);
    expect(gridCell(a, pods, 'list', numbers).state).toBe('na');
    expect(cellDiffers(cells)).toBe(false);
  });

  it('differs where one says yes and another no, and not where one did not answer', () => {
    const numbers = new RowNumbers();
    const of = (answer: KnownCell['answer']) =>
      gridCell(context('a', matrix('a', '', [row('pods', ['get'])], { 'pods get': known(answer) })), pods, 'get', numbers);
    expect(cellDiffers([of('yes'), of('no')])).toBe(true);
    expect(cellDiffers([of('yes'), of('unknown')])).toBe(false);
  });
});

describe('a cell over several namespaces', () => {
  const numbers = new RowNumbers();
  const rows = [row('pods', ['get']), row('nodes', ['get'], { namespaced: false })];
  const over = (...answers: (KnownCell | null)[]) =>
    gridCell(
      context(
        'a',
        ...answers.map((cell, index) => matrix('a', `n${index}`, rows, cell === null ? {} : { 'pods get': cell, 'nodes get': cell })),
      ),
      pods,
      'get',
      numbers,
    );

  it('is yes where it is yes in all of them, and says where it is only in some', () => {
    expect(over(known('yes'), known('yes')).state).toBe('yes');
    expect(over(known('yes'), known('no')).state).toBe('some');
    expect(over(known('no'), known('no')).state).toBe('no');
  });

  it('is never called no while one of them is unknown or not answered', () => {
    expect(over(known('no'), known('unknown')).state).toBe('unknown');
    expect(over(known('no'), null).state).toBe('asking');
  });

  it('is implied until all were asked, and marked where RBAC objects disagree', () => {
    expect(over(known('yes'), known('yes', { how: 'implied' })).implied).toBe(true);
    expect(over(known('yes'), known('yes', { disagrees: 'no' })).disagrees).toBe(true);
  });

  it('of a cluster-scoped resource is asked once', () => {
    const two = context('a', ...['n0', 'n1'].map((namespace) => matrix('a', namespace, rows, { 'nodes get': known('yes') })));
    expect(gridCell(two, { ...pods, key: '/nodes/', resource: 'nodes', namespaced: false }, 'get', numbers).known).toHaveLength(1);
  });
});

it('a filter finds words in group, resource and subresource', () => {
  const scale = { key: '', group: 'apps', resource: 'deployments', subresource: 'scale', namespaced: true };
  expect(matchesFilter(scale, '')).toBe(true);
  expect(matchesFilter(scale, 'apps scale')).toBe(true);
  expect(matchesFilter(scale, 'Deployments/Scale')).toBe(true);
  expect(matchesFilter(scale, 'core')).toBe(false);
  expect(matchesFilter(pods, 'core pods')).toBe(true);
});
