import { PageMessages } from '../../../../renderer/bridge/page-messages.ts';
import { LogViewModel, type LogViewOptions } from '../../../../renderer/features/logs/log-view-model.ts';
import type { CallArguments, CallChannel, CallValue } from '../../../../shared/contract.ts';
import type { LogRow, LogViewItem } from '../../../../shared/logs.ts';
import type { PageMessage } from '../../../../shared/wire.ts';

/** What a view is opened with in tests: nothing reads it. */
export const options: LogViewOptions = {
  selections: [{ contextId: 'prod', target: { type: 'labels', selector: 'app=checkout', namespaces: null } }],
  start: { since: { type: 'all' }, tailLines: null, previous: false },
};

/** A line with the id and source given, one a second. */
export function line(id: number, more: Partial<Extract<LogRow, { type: 'line' }>> = {}): LogRow {
  return { type: 'line', id, source: 0, time: id * 1_000, nanos: 0, level: null, text: `line ${id}`, cut: 0, continues: false, ...more };
}

export function lines(from: number, to: number): LogRow[] {
  return Array.from({ length: to - from }, (_, index) => line(from + index));
}

/** Counts of a view that shows `visible` rows. */
export function counts(visible: number, total = visible): NonNullable<LogViewItem['counts']> {
  return { visible, total, bytes: 0, spilledBytes: 0, dropped: 0 };
}

type Call = Extract<PageMessage, { type: 'call' }>;

/** A model whose other side is the test: messages are the JSON of the real wire, through the bridge's own half of it. */
export function scriptedModel() {
  const sent: PageMessage[] = [];
  const answered = new Set<number>();
  const bridge = new PageMessages((message) => sent.push(message));
  const model = new LogViewModel(bridge, options);
  const opens = (channel = 'logs.view') => sent.filter((message) => message.type === 'open' && message.channel === channel);
  const calls = (channel: CallChannel) => sent.filter((message): message is Call => message.type === 'call' && message.channel === channel);
  const event = (value: unknown, channel = 'logs.view') => {
    const id = opens(channel).at(-1)?.id;
    if (id !== undefined) bridge.receive({ type: 'event', id, event: JSON.stringify(value) });
  };
  return {
    model,
    bridge,
    sent,
    opens,
    calls,
    /** What the log thread says in the newest view. */
    say: (items: LogViewItem) => event({ type: 'items', items }),
    event,
    /** Arguments of the last call of a channel. */
    lastCall: (channel: CallChannel) => calls(channel).at(-1)?.args,
    /** Answers the calls of a channel that wait, and lets what waits for them go on. */
    answer: async <Channel extends CallChannel>(channel: Channel, value: (args: CallArguments<Channel>) => CallValue<Channel>) => {
      for (const call of calls(channel)) {
        if (answered.has(call.id)) continue;
        answered.add(call.id);
        bridge.receive({ type: 'result', id: call.id, result: { ok: true, value: value(call.args as CallArguments<Channel>) } });
      }
      await settled();
    },
    closed: () => sent.filter((message) => message.type === 'close').map((message) => message.id),
  };
}

/** Lets promises that are resolved already run their continuations. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}
