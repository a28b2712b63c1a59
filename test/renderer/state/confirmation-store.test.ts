import { beforeEach, describe, expect, it } from 'vitest';
import {
  answerConfirmation,
  askConfirmation,
  type ConfirmationQuestion,
  useConfirmation,
} from '../../../renderer/state/confirmation-store.ts';
import { contextIdOf } from '../../../shared/context-id.ts';

const contextId = contextIdOf('/home/me/.kube/config', 'prod');
const question = (title: string): ConfirmationQuestion => ({
  title,
  action: () => title,
  danger: false,
  contexts: [{ contextId, actions: [], objects: [], facts: [], command: '' }],
  quiet: true,
});
const shown = () => useConfirmation.getState().questions[0];

beforeEach(() => useConfirmation.setState({ questions: [] }));

describe('askConfirmation', () => {
  it('answers what the dialog was told', async () => {
    const answer = askConfirmation(question('Cordon?'));
    const confirmations = new Map([[contextId, { confirmed: true, typed: 'prod' }]]);
    answerConfirmation(shown()?.id ?? 0, confirmations);
    expect(await answer).toBe(confirmations);
    expect(shown()).toBeUndefined();
  });

  it('keeps a question waiting while another is on screen, and answers each by itself', async () => {
    const first = askConfirmation(question('Cordon?'));
    const second = askConfirmation(question('Drain?'));
    expect(shown()?.question.title).toBe('Cordon?');
    answerConfirmation(shown()?.id ?? 0, null);
    expect(shown()?.question.title).toBe('Drain?');
    answerConfirmation(shown()?.id ?? 0, new Map());
    expect([await first, await second]).toEqual([null, new Map()]);
  });
});
