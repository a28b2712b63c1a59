import { asContextId } from '../../../../shared/context-id.ts';
import type { JournalEntry, JournalPage } from '../../../../shared/journal.ts';

/** A write that cordoned a node, at second `id`. */
export function entry(id: number, about: Partial<JournalEntry> = {}): JournalEntry {
  return {
    ...{
      id: String(id).padStart(6, '0'),
      at: id * 1_000,
      answeredAt: id * 1_000 + 80,
      contextId: asContextId('file#prod'),
      context: 'prod',
    },
    ...{
      server: 'a:6443',
      clusterUid: 'c',
      credential: 'admin',
      action: 'cordon',
      verb: 'patch',
      options: null,
      run: '',
      undoable: true,
      undoes: '',
    },
    target: { group: '', version: 'v1', resource: 'nodes', subresource: '', namespace: '', name: `node-${id}`, uid: 'u' },
    ...{ before: null, after: null, outcome: { type: 'done', changed: true, code: 200 } },
    ...about,
  };
}

/** A page of these entries (newest first); `next` is its oldest where there is `more`. */
export function page(entries: readonly JournalEntry[], more: boolean, about: Partial<JournalPage> = {}): JournalPage {
  const oldest = entries.at(-1);
  return {
    ...{ entries, next: more ? (oldest?.id ?? '') : '', lookedBackTo: oldest?.at ?? null, damagedLines: 0, unreadable: [] },
    ...{ underWay: [], folder: '/journal' },
    ...about,
  };
}
