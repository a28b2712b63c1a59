import { Copy, FileText, History, ScrollText, SquareTerminal } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContextView } from '../../../shared/context-view.ts';
import type { LogStart } from '../../../shared/logs.ts';
import { hasLogs, hasPreviousLogs, type LogObject, previousRuns } from '../../../shared/plan-logs.ts';
import type { ResourceRef } from '../../../shared/resource.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useContexts } from '../../state/contexts-store.ts';
import { actedNode, isNodes } from '../../state/node-actions.ts';
import { openLogsOf } from '../../state/open-logs.ts';
import { type NodeActionOffer, useNodeActions } from '../../state/use-node-actions.ts';
import { copyText } from '../../ui/copy-button.tsx';
import type { MenuEntry } from '../../ui/menu.tsx';
import { showToast } from '../../ui/toasts.tsx';
import { useDescribeError } from '../../ui/use-describe-error.ts';
import { kubectlGetLines, namesOf } from './copy-rows.ts';
import type { TableEntry } from './table-entry.ts';

/** More objects than this are not fetched for one copy: each is a request to an API server. */
const mostYaml = 50;

/** What can be done with rows: reading their logs, changing nodes, copying in three forms. */
export interface RowActions {
  /** Opens one view of the logs of all rows, over their contexts; null for kinds without logs. */
  readonly logs: ((entries: readonly TableEntry[]) => void) | null;
  /** The same of the runs before the present ones; null for kinds that have none. */
  readonly previousLogs: ((entries: readonly TableEntry[]) => void) | null;
  /** What can be done with rows that are nodes; empty for other kinds. */
  nodeActions(entries: readonly TableEntry[]): readonly NodeActionOffer[];
  copyNames(entries: readonly TableEntry[]): void;
  menu(entries: readonly TableEntry[]): readonly MenuEntry[];
}

export function useRowActions(resource: ResourceRef, kind: string | null, contexts: ReadonlyMap<string, ContextView>): RowActions {
  const bridge = useBridge();
  const { t } = useTranslation('tables');
  const describe = useDescribeError();
  const files = useContexts((state) => state.files);
  const ofNodes = isNodes(resource);
  const offersOf = useNodeActions(ofNodes);
  return useMemo(() => {
    const copy = async (text: string, said: string) => {
      const copied = await copyText(text);
      showToast(copied ? { mark: 'done', title: said } : { mark: 'attention', title: t('copied.refused') });
    };
    const copyNames = (entries: readonly TableEntry[]) => {
      if (entries.length > 0) void copy(namesOf(entries), t('copied.names', { count: entries.length }));
    };
    const copyYaml = async (entries: readonly TableEntry[]) => {
      const { group, version, resource: plural } = resource;
      const asked = entries.slice(0, mostYaml);
      const results = await Promise.all(
        asked.map((entry) =>
          bridge.call('objects.get', {
            contextId: entry.source.contextId,
            resource: { group, version, resource: plural },
            namespace: entry.row.namespace,
            name: entry.row.name,
          }),
        ),
      );
      const yaml = results.flatMap((result) => (result.ok ? [result.value.yaml] : []));
      const failed = results.find((result) => !result.ok);
      if (yaml.length > 0) await copy(yaml.join('---\n'), t('copied.yaml', { count: yaml.length }));
      if (failed && !failed.ok) {
        showToast({
          mark: 'broken',
          title: t('copied.yamlFailed', { count: asked.length - yaml.length }),
          detail: describe(failed.error).title,
          sticky: true,
        });
      }
    };
    const open = (start: LogStart | null) => (entries: readonly TableEntry[]) => {
      const plan = openLogsOf(resource, entries.map(logObjectOf), start);
      if (plan.ok || plan.reason === 'none') return;
      const { most, count } = plan;
      showToast({ mark: 'attention', title: t('logs.tooMany', { count, most, kind: resource.resource }), detail: t('logs.tooManyHow') });
    };
    const logs = hasLogs(resource) ? open(null) : null;
    const previousLogs = hasPreviousLogs(resource) ? open(previousRuns) : null;
    const nodeActions = (entries: readonly TableEntry[]) =>
      ofNodes ? offersOf(entries.map(({ source, row }) => actedNode(source.contextId, row))) : [];
    return {
      logs,
      previousLogs,
      nodeActions,
      copyNames,
      menu: (entries) => [
        ...(logs ? [{ label: t('logs.follow'), icon: ScrollText, keys: 'l', run: () => logs(entries) }] : []),
        ...(previousLogs ? [{ label: t('logs.previous'), icon: History, keys: 'p', run: () => previousLogs(entries) }] : []),
        ...(logs ? [{ type: 'separator' as const }] : []),
        ...nodeActions(entries).map(({ label, icon, keys, why, run }) => ({
          label,
          icon,
          keys,
          run,
          disabled: why !== null,
          ...(why === null ? {} : { why }),
        })),
        ...(ofNodes ? [{ type: 'separator' as const }] : []),
        { label: t('copy.names', { count: entries.length }), icon: Copy, keys: 'y', run: () => copyNames(entries) },
        {
          label: t('copy.kubectl'),
          icon: SquareTerminal,
          run: () => void copy(kubectlGetLines(entries, resource, contexts, files, kind), t('copied.kubectl')),
        },
        {
          label: entries.length > mostYaml ? t('copy.yamlTooMany', { most: mostYaml }) : t('copy.yaml'),
          icon: FileText,
          disabled: entries.length > mostYaml,
          run: () => void copyYaml(entries),
        },
      ],
    };
  }, [bridge, t, describe, files, resource, kind, contexts, ofNodes, offersOf]);
}

function logObjectOf({ source, row }: TableEntry): LogObject {
  return { contextId: source.contextId, namespace: row.namespace, name: row.name };
}
