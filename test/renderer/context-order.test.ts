import { describe, expect, it } from 'vitest';
import { groupContexts, moveContext } from '../../renderer/state/context-order.ts';
import { applyPatch } from '../../renderer/state/settings-store.ts';
import { asContextId } from '../../shared/context-id.ts';
import type { ContextView, Environment } from '../../shared/context-view.ts';
import { settingsSchema } from '../../shared/settings.ts';

const context = (name: string, environment: Environment, extra: Partial<ContextView> = {}): ContextView => ({
  id: asContextId(name),
  file: 'f',
  name,
  displayName: name,
  cluster: '',
  user: '',
  namespace: '',
  server: '',
  provider: null,
  environment,
  environmentFrom: 'name',
  colour: 1,
  group: '',
  pinned: false,
  broken: null,
  warnings: [],
  ...extra,
});
const names = (groups: ReturnType<typeof groupContexts>) =>
  groups.map((group) => [group.pinned ? 'pinned' : group.group, ...group.contexts.map(({ name }) => name)]);
const contexts = [
  context('d', 'dev'),
  context('a', 'prod'),
  context('x', 'unknown'),
  context('b', 'prod'),
  context('t', 'dev', { group: 'Team' }),
];

describe('groupContexts', () => {
  it('puts what is at stake first and keeps the order of the files within', () => {
    expect(names(groupContexts(contexts, { contexts: {} }))).toEqual([
      ['env:prod', 'a', 'b'],
      ['env:dev', 'd'],
      ['Team', 't'],
      ['env:unknown', 'x'],
    ]);
  });

  it('puts pinned contexts on top, once', () => {
    const pinned = contexts.map((each) => (each.name === 'x' ? { ...each, pinned: true } : each));
    expect(names(groupContexts(pinned, { contexts: {} }))[0]).toEqual(['pinned', 'x']);
    expect(
      names(groupContexts(pinned, { contexts: {} }))
        .flat()
        .filter((name) => name === 'x'),
    ).toHaveLength(1);
  });

  it('follows the order that a move wrote', () => {
    const order = moveContext(['a', 'b', 'd'].map(asContextId), asContextId('b'), asContextId('a'), false);
    expect(names(groupContexts(contexts, { contexts: order }))[0]).toEqual(['env:prod', 'b', 'a']);
    expect(moveContext(['a', 'b'].map(asContextId), asContextId('a'), asContextId('gone'), false)).toEqual({});
  });
});

describe('applyPatch', () => {
  it('merges contexts and tables field by field and replaces scalars', () => {
    const start = applyPatch(settingsSchema.parse({}), {
      contexts: { a: { alias: 'A', colour: 3 } },
      tables: { pods: { hidden: ['ip'] } },
    });
    const next = applyPatch(start, { theme: 'dark', contexts: { a: { colour: 4 } }, tables: { pods: { widths: { name: 200 } } } });
    expect(next).toMatchObject({
      theme: 'dark',
      density: 'default',
      contexts: { a: { alias: 'A', colour: 4 } },
      tables: { pods: { hidden: ['ip'], widths: { name: 200 } } },
    });
    expect(start.theme).toBe('system');
  });
});
