import { describe, expect, it } from 'vitest';
import { countWritten, undoable, type WrittenNode, writtenNodes } from '../../../../renderer/features/nodes/node-written.ts';
import { contextIdOf } from '../../../../shared/context-id.ts';
import type { WriteOutcome } from '../../../../shared/journal.ts';

const contextId = contextIdOf('/home/me/.kube/config', 'prod');
const written = (node: string, outcome: WriteOutcome, entry = ''): WrittenNode => ({ contextId, node, outcome, entry });
const internal = { kind: 'internal', message: 'the thread ended' } as const;

const all = [
  written('changed', { type: 'done', changed: true, code: 200 }, 'entry-1'),
  written('same', { type: 'done', changed: false, code: 0 }),
  written('denied', { type: 'denied', reason: 'grade.read-only' }),
  written('failed', { type: 'failed', error: internal }),
  written('unknown', { type: 'unknown', error: null }, 'entry-2'),
];

describe('what came of nodes', () => {
  it('is counted: an answer that nobody saw is neither done nor refused', () => {
    expect(countWritten(all)).toEqual({ changed: 1, same: 1, refused: 2, unknown: 1 });
  });

  it('is taken back where it is known to be done, and nowhere else', () => {
    expect(undoable(all).map(({ node }) => node)).toEqual(['changed']);
  });
});

describe('a call that failed as a whole', () => {
  it('failed for each node when it was refused', () => {
    const error = { kind: 'protected', reason: 'grade.protected', demand: 'type-name' } as const;
    expect(writtenNodes(contextId, ['a', 'b'], { ok: false, error })).toEqual(
      ['a', 'b'].map((node) => written(node, { type: 'failed', error })),
    );
  });

  it('is unknown for each node when its answer got lost on this machine', () => {
    expect(writtenNodes(contextId, ['a'], { ok: false, error: internal })).toEqual([written('a', { type: 'unknown', error: internal })]);
  });
});
