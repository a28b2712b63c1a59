import { History, ScrollText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { hasLogs, hasPreviousLogs, type LogObject, previousRuns } from '../../../shared/plan-logs.ts';
import type { ResourceRef } from '../../../shared/resource.ts';
import { openLogsOf } from '../../state/open-logs.ts';
import { Button } from '../../ui/button.tsx';
import css from './detail.module.css';

/** What can be done with the object of the drawer, by the same keys as in the table; nothing for kinds that have nothing. */
export function DetailActions({ object, resource }: { object: LogObject; resource: ResourceRef }) {
  const { t } = useTranslation('detail');
  if (!hasLogs(resource)) return null;
  return (
    <div className={css.actions}>
      <Button icon={ScrollText} keys="l" aria-keyshortcuts="l" onClick={() => openLogsOf(resource, [object])}>
        {t('actions.logs')}
      </Button>
      {hasPreviousLogs(resource) ? (
        <Button icon={History} keys="p" aria-keyshortcuts="p" onClick={() => openLogsOf(resource, [object], previousRuns)}>
          {t('actions.previous')}
        </Button>
      ) : null}
    </div>
  );
}

/** Opens the logs of the object by `l` and `p` while the focus is in the drawer, whatever row of the table the cursor is on. True when the key was one of them. */
export function onDetailKey(key: string, object: LogObject, resource: ResourceRef): boolean {
  if (key === 'l' && hasLogs(resource)) openLogsOf(resource, [object]);
  else if (key === 'p' && hasPreviousLogs(resource)) openLogsOf(resource, [object], previousRuns);
  else return false;
  return true;
}
