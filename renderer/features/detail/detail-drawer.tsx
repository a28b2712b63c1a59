import { X } from 'lucide-react';
import { Tabs } from 'radix-ui';
import { type KeyboardEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContextId } from '../../../shared/context-id.ts';
import { kindDefinitionOf } from '../../../shared/kinds/kind-definitions.ts';
import type { ResourceRef } from '../../../shared/resource.ts';
import { useNow } from '../../state/clock.ts';
import { useContexts } from '../../state/contexts-store.ts';
import { ContextName } from '../../ui/context-swatch.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { EnvMark } from '../../ui/env-mark.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { formatClock } from '../../ui/format-time.ts';
import { FreshnessMark } from '../../ui/freshness-mark.tsx';
import { HealthShape } from '../../ui/health-shape.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import css from './detail.module.css';
import { DetailActions, onDetailKey, useDetailNodeActions } from './detail-actions.tsx';
import { DetailEvents, useObjectEvents } from './detail-events.tsx';
import { DetailSummary } from './detail-summary.tsx';
import { DetailYaml } from './detail-yaml.tsx';
import { recordOf, textOf } from './read-object.ts';
import { type ShownObject, useObject } from './use-object.ts';

/** Everything about one object beside the table: what is wrong with it in a sentence, its YAML, its events. */
export function DetailDrawer(props: {
  contextId: ContextId;
  resource: ResourceRef;
  /** Empty for cluster-scoped kinds. */
  namespace: string;
  name: string;
  onClose: () => void;
}) {
  const { contextId, resource, namespace, name } = props;
  // Another object is another drawer: the old one's last known state must not show through while the new one loads.
  return <ObjectDrawer key={`${contextId} ${resource.group}/${resource.resource} ${namespace}/${name}`} {...props} />;
}

function ObjectDrawer({ contextId, resource, namespace, name, onClose }: Parameters<typeof DetailDrawer>[0]) {
  const { t } = useTranslation('detail');
  const shown = useObject(contextId, resource, namespace, name);
  const uid = shown.detail?.uid ?? '';
  const events = useObjectEvents(contextId, namespace, uid);
  const [tab, setTab] = useState('summary');
  const object = { contextId, namespace, name };
  const nodeActions = useDetailNodeActions(object, resource, shown.gone ? null : shown.row);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof Element && event.target.closest('input, textarea, [contenteditable="true"]')) return;
    if (onDetailKey(event.key, object, resource, nodeActions)) event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the buttons inside, which are there for everybody else
    <div className={css.drawer} data-testid="drawer" onKeyDown={onKeyDown}>
      <Header {...{ contextId, resource, namespace, name, onClose }} shown={shown} />
      <DetailActions object={object} resource={resource} nodeActions={nodeActions} />
      {shown.gone ? (
        <p className={css.goneNote} role="status">
          <HealthShape health="none" decorative />
          {t('gone', { at: formatClock(shown.detail?.fetchedAt ?? 0) })}
        </p>
      ) : null}
      <Tabs.Root className={css.tabs} value={tab} onValueChange={setTab}>
        <Tabs.List className={css.tabList} aria-label={t('tabs.label')}>
          <Tabs.Trigger value="summary" className={css.tab}>
            {t('tabs.summary')}
          </Tabs.Trigger>
          <Tabs.Trigger value="yaml" className={css.tab}>
            YAML
          </Tabs.Trigger>
          <Tabs.Trigger value="events" className={css.tab}>
            {t('tabs.events')} {events.known ? <span className={css.faint}>{events.events.length}</span> : null}
          </Tabs.Trigger>
        </Tabs.List>
        <Tabs.Content value="summary" className={css.body} tabIndex={-1}>
          <Body
            shown={shown}
            render={(object) => (
              <DetailSummary contextId={contextId} object={object} resource={resource} events={events} onEvents={() => setTab('events')} />
            )}
          />
        </Tabs.Content>
        <Tabs.Content value="yaml" className={css.yamlBody} tabIndex={-1}>
          <Body shown={shown} render={() => <DetailYaml text={shown.detail?.yaml ?? ''} />} />
        </Tabs.Content>
        <Tabs.Content value="events" className={css.body} tabIndex={-1}>
          <DetailEvents events={events} waiting={uid === ''} />
        </Tabs.Content>
      </Tabs.Root>
    </div>
  );
}

function Body({ shown, render }: { shown: ShownObject; render: (object: unknown) => React.ReactNode }) {
  const { t } = useTranslation('detail');
  if (shown.detail) return render(shown.detail.object);
  if (shown.error) {
    return (
      <div className={css.section}>
        <ErrorNote error={shown.error} />
      </div>
    );
  }
  return (
    <div className={css.section} role="status" aria-label={t('loading')}>
      {[72, 54, 88, 40, 63].map((width) => (
        <i key={width} className={css.bone} style={{ width: `${width}%` }} />
      ))}
    </div>
  );
}

function Header({ contextId, resource, namespace, name, onClose, shown }: Parameters<typeof DetailDrawer>[0] & { shown: ShownObject }) {
  const { t } = useTranslation('detail');
  const now = useNow();
  const context = useContexts((state) => state.byId.get(contextId));
  const object = shown.detail?.object;
  const kind = textOf(recordOf(object).kind) || kindDefinitionOf(resource)?.kind || resource.resource;
  const node = useMemo(() => (kind === 'Pod' ? textOf(recordOf(recordOf(object).spec).nodeName) : ''), [kind, object]);
  return (
    <header className={css.header}>
      <div className={css.kindLine}>
        <HealthShape health={shown.gone ? 'none' : (shown.row?.health ?? 'unknown')} />
        <span>{kind}</span>
        <span className={css.space} />
        {shown.freshness ? <FreshnessMark freshness={shown.freshness} now={now} /> : null}
        <CopyButton text={name} label={t('copyName')} />
        <IconButton icon={X} label={t('close')} keys="escape" size="small" onClick={onClose} />
      </div>
      <h2 className={css.name}>{name}</h2>
      <div className={css.meta}>
        {context ? (
          <>
            <ContextName colour={context.colour} name={context.displayName} />
            <EnvMark environment={context.environment} />
          </>
        ) : (
          <span>{contextId}</span>
        )}
        {namespace === '' ? null : <span>{namespace}</span>}
        {node === '' ? null : (
          <span>
            <span className={css.faint}>{t('on')} </span>
            {node}
          </span>
        )}
      </div>
    </header>
  );
}
