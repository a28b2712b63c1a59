import type { ContextsItem } from '../../shared/contract.ts';
import { initialCredit } from '../../shared/wire.ts';
import { type OpenStream, streamEventText } from './command-bus.ts';

type StatusItem = Extract<ContextsItem, { type: 'status' }>;
type ListItem = Extract<ContextsItem, { type: 'contexts' }>;

/**
 * Writes `contexts.watch`: what `watch` tells, in order while the page keeps up. While it does not, the newest list and the
 * newest status of each context are kept and sent, list first, when there is credit again; nothing else is lost.
 */
export function openContextsStream(
  watch: (listener: (item: ContextsItem) => void) => () => void,
  write: (event: string) => void,
): OpenStream {
  let credit = initialCredit;
  let list: ListItem | null = null;
  let statuses: StatusItem['statuses'] = {};

  const flush = () => {
    if (credit > 0 && list !== null) {
      const items = list;
      list = null;
      credit--;
      write(streamEventText<'contexts.watch'>({ type: 'items', items }));
    }
    if (credit > 0 && list === null && Object.keys(statuses).length > 0) {
      const items: StatusItem = { type: 'status', statuses };
      statuses = {};
      credit--;
      write(streamEventText<'contexts.watch'>({ type: 'items', items }));
    }
  };

  const stop = watch((item) => {
    if (item.type === 'contexts') list = item;
    else statuses = { ...statuses, ...item.statuses };
    flush();
  });
  return {
    credit: (count) => {
      credit += count;
      flush();
    },
    close: stop,
  };
}
