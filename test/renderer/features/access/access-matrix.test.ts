import { describe, expect, it } from 'vitest';
import type { Bridge } from '../../../../renderer/bridge/bridge.ts';
import { AccessMatrix, type MatrixTarget, type MatrixView } from '../../../../renderer/features/access/access-matrix.ts';
import type { AccessAnswer, AccessMethod, AccessRow, ImpliedAccess } from '../../../../shared/access.ts';
import { contextIdOf } from '../../../../shared/context-id.ts';

const target: MatrixTarget = { contextId: contextIdOf('test', 'a'), subject: { type: 'me' }, namespace: 'shop', name: '' };
const yes: AccessAnswer = { answer: 'yes', reason: 'by hand', evaluationError: '', error: null };
const row = (resource: string): AccessRow => ({
  group: '',
  version: 'v1',
  resource,
  subresource: '',
  namespaced: true,
  verbs: ['get', 'list'],
});

/** A cluster that answers by hand: what was asked, and a way to let answers go. */
class Cluster {
  readonly rows: AccessRow[];
  readonly asked: { resource: string; verb: string }[][] = [];
  implied: ImpliedAccess = { from: 'none', rows: [], roles: null, rolesError: null };
  method: AccessMethod = { method: 'self' };
  answer: (cell: { resource: string; verb: string }) => AccessAnswer = () => yes;
  fails = false;

  constructor(count: number) {
    this.rows = Array.from({ length: count }, (_, index) => row(`r${index}`));
  }

  readonly call = (async (channel: string, args: { cells: { resource: string; verb: string }[] }) => {
    switch (channel) {
      case 'access.rows':
        return { ok: true, value: { rows: this.rows, failedGroups: [] } };
      case 'access.subject':
        return { ok: true, value: { identity: { user: 'jane', groups: [], uid: '', extra: {} }, method: this.method } };
      case 'access.imply':
        return { ok: true, value: this.implied };
      default:
        this.asked.push(args.cells);
        if (this.fails) return { ok: false, error: { kind: 'internal', message: 'gone' } };
        return { ok: true, value: args.cells.map((cell) => this.answer(cell)) };
    }
  }) as unknown as Bridge['call'];
}

async function complete(matrix: AccessMatrix): Promise<MatrixView> {
  await new Promise<void>((resolve) => {
    const check = () => {
      if (matrix.view().completeAt !== null || matrix.view().error !== null) resolve();
    };
    matrix.subscribe(check);
    check();
  });
  return matrix.view();
}

describe('a matrix', () => {
  it('is filled by what is implied, and each cell is confirmed by an answer of its own', async () => {
    const cluster = new Cluster(3);
    cluster.implied = { from: 'wide', rows: cluster.rows.map(() => ({ yes: ['get', 'list'], no: [] })), roles: null, rolesError: null };
    cluster.answer = ({ verb }) => (verb === 'get' ? yes : { ...yes, answer: 'no' });
    const matrix = new AccessMatrix(cluster, target, () => 7);
    const seen: (string | undefined)[] = [];
    matrix.subscribe(() => seen.push(matrix.view().cell(0, 'list')?.how));
    const view = await complete(matrix);
    expect(seen).toContain('implied');
    expect(view.cell(0, 'get')).toMatchObject({ answer: 'yes', how: 'asked', said: { reason: 'by hand' } });
    expect(view.cell(2, 'list')).toMatchObject({ answer: 'no', how: 'asked' });
    expect(view).toMatchObject({ asked: 6, unanswered: 0, completeAt: 7 });
    expect(cluster.asked.flat()).toHaveLength(6);
  });

  it('marks cells where RBAC objects say something else than the server, and not those without an answer', async () => {
    const cluster = new Cluster(1);
    cluster.implied = { from: 'none', rows: [], roles: [{ yes: ['list'], no: ['get'] }], rolesError: null };
    cluster.answer = ({ verb }) => (verb === 'get' ? yes : { ...yes, answer: 'unknown' });
    const view = await complete(new AccessMatrix(cluster, target));
    expect(view.cell(0, 'get')?.disagrees).toBe('no');
    expect(view.cell(0, 'list')).toMatchObject({ answer: 'unknown', disagrees: null });
    expect(view.unanswered).toBe(1);
  });

  it('asks about the rows in sight first', async () => {
    const cluster = new Cluster(600);
    const matrix = new AccessMatrix(cluster, target);
    matrix.want(new Set([590, 591]));
    await complete(matrix);
    expect(cluster.asked[0]?.map(({ resource }) => resource)).toEqual(['r590', 'r590', 'r591', 'r591']);
    expect(cluster.asked.flat()).toHaveLength(1200);
  });

  it('whose questions fail has unknown cells, never a no', async () => {
    const cluster = new Cluster(2);
    cluster.fails = true;
    const view = await complete(new AccessMatrix(cluster, target));
    expect(view.cell(1, 'get')).toMatchObject({ answer: 'unknown', said: { error: { kind: 'internal' } } });
    expect(view).toMatchObject({ unanswered: 4, cellError: { kind: 'internal' } });
  });

  it('about somebody who cannot be asked about is what RBAC objects say, and says so', async () => {
    const cluster = new Cluster(1);
    cluster.method = { method: 'roles', missing: [] };
    cluster.implied = { from: 'roles', rows: [{ yes: ['get'], no: ['list'] }], roles: [{ yes: ['get'], no: ['list'] }], rolesError: null };
    const view = await complete(new AccessMatrix(cluster, target));
    expect(view.cell(0, 'get')).toMatchObject({ answer: 'yes', how: 'roles' });
    expect(cluster.asked).toEqual([]);
  });

  it('about somebody of whom nothing can be read says why', async () => {
    const cluster = new Cluster(1);
    cluster.method = { method: 'roles', missing: [] };
    cluster.implied = { from: 'none', rows: [], roles: null, rolesError: { kind: 'internal', message: 'no roles' } };
    expect((await complete(new AccessMatrix(cluster, target))).error).toEqual({ kind: 'internal', message: 'no roles' });
  });

  it('that was stopped asks nothing more', async () => {
    const cluster = new Cluster(1);
    const matrix = new AccessMatrix(cluster, target);
    matrix.stop();
    await Promise.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    expect(cluster.asked).toEqual([]);
  });
});

describe('rights that changed', () => {
  it('are asked about once more, and until then the answer of before stays', async () => {
    const cluster = new Cluster(2);
    const matrix = new AccessMatrix({ call: cluster.call }, target);
    await complete(matrix);
    const asked = cluster.asked.flat().length;
    cluster.answer = () => ({ ...yes, answer: 'no' });
    const seen = new Set<string | undefined>();
    matrix.subscribe(() => seen.add(matrix.view().cell(0, 'get')?.answer));
    matrix.again();
    const view = await complete(matrix);
    expect(view.cell(0, 'get')?.answer).toBe('no');
    expect(cluster.asked.flat()).toHaveLength(2 * asked);
    expect(view.asked).toBe(asked);
    expect(seen).toEqual(new Set(['yes', 'no']));
  });

  it('that change while a matrix is asked for are asked about after it, however often they changed', async () => {
    const cluster = new Cluster(1);
    const matrix = new AccessMatrix({ call: cluster.call }, target);
    matrix.again();
    matrix.again();
    await complete(matrix);
    await new Promise((resolve) => setImmediate(resolve));
    await complete(matrix);
    expect(cluster.asked.flat()).toHaveLength(4);
  });
});
