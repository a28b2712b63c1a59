import { History, ScrollText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { hasLogs, hasPreviousLogs, type LogObject, previousRuns } from '../../../shared/plan-logs.ts';
import type { ResourceRef } from '../../../shared/resource.ts';
import type { Row } from '../../../shared/row.ts';
import { actedNode, isNodes } from '../../state/node-actions.ts';
import { openLogsOf } from '../../state/open-logs.ts';
import { type NodeActionOffer, useNodeActions } from '../../state/use-node-actions.ts';
import { Button } from '../../ui/button.tsx';
import { showToast } from '../../ui/toasts.tsx';
import css from './detail.module.css';

/** What can be done with the object of the drawer, by the same keys as in the table; nothing for kinds that have nothing. */
export function DetailActions({
  object,
  resource,
  nodeActions,
}: {
  object: LogObject;
  resource: ResourceRef;
  nodeActions: readonly NodeActionOffer[];
}) {
  const { t } = useTranslation('detail');
  if (!hasLogs(resource) && nodeActions.length === 0) return null;
  return (
    <div className={css.actions}>
      {hasLogs(resource) ? (
        <Button icon={ScrollText} keys="l" aria-keyshortcuts="l" onClick={() => openLogsOf(resource, [object])}>
          {t('actions.logs')}
        </Button>
      ) : null}
      {hasPreviousLogs(resource) ? (
        <Button icon={History} keys="p" aria-keyshortcuts="p" onClick={() => openLogsOf(resource, [object], previousRuns)}>
          {t('actions.previous')}
        </Button>
      ) : null}
      {nodeActions.map(({ type, label, icon, keys, why, run }) => (
        <Button key={type} icon={icon} keys={keys} aria-keyshortcuts={keys} disabled={why !== null} title={why ?? undefined} onClick={run}>
          {label}
        </Button>
      ))}
    </div>
  );
}

/** What can be done with the node of the drawer, whatever row of the table the cursor is on; empty for other kinds, and before its row is known. */
export function useDetailNodeActions(object: LogObject, resource: ResourceRef, row: Row | null): readonly NodeActionOffer[] {
  const ofNodes = isNodes(resource);
  const offersOf = useNodeActions(ofNodes);
  return ofNodes && row !== null ? offersOf([actedNode(object.contextId, row)]) : [];
}

/** Does what the key stands for while the focus is in the drawer, whatever row of the table the cursor is on. True when the key was one of them. */
export function onDetailKey(key: string, object: LogObject, resource: ResourceRef, nodeActions: readonly NodeActionOffer[]): boolean {
  const action = nodeActions.find(({ keys }) => keys === key);
  if (action) {
    if (action.why === null) action.run();
    else showToast({ mark: 'none', title: action.why });
  } else if (key === 'l' && hasLogs(resource)) openLogsOf(resource, [object]);
  else if (key === 'p' && hasPreviousLogs(resource)) openLogsOf(resource, [object], previousRuns);
  else return false;
  return true;
}
