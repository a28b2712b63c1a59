import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContextId } from '../../shared/context-id.ts';
import { useContexts } from '../state/contexts-store.ts';
import { openLogs } from '../state/dock-store.ts';
import { actedObjects } from '../state/open-logs.ts';
import { useScope } from '../state/scope.ts';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { ContextName } from '../ui/context-swatch.tsx';
import { Dialog, DialogBody } from '../ui/dialog.tsx';
import { TextField } from '../ui/text-field.tsx';
import { closeDialog } from './app-state.ts';
import css from './dialogs.module.css';
import { readLabelForm, suggestSelector } from './plan-logs-by-label.ts';

/** Asks for a label selector and where it holds, and follows the logs of all pods that have the labels. */
export function LogsByLabelDialog() {
  const { t } = useTranslation('shell');
  const scope = useScope();
  const byId = useContexts((state) => state.byId);
  const statuses = useContexts((state) => state.statuses);
  const connected = scope.contextIds.filter((id) => statuses[id]?.connected);
  const [selector, setSelector] = useState(() => suggestSelector(actedObjects()?.objects[0]?.labels));
  const [namespaces, setNamespaces] = useState(() => scope.namespaces?.join(', ') ?? '');
  const [left, setLeft] = useState<ReadonlySet<ContextId>>(new Set());
  const [tried, setTried] = useState(false);
  const form = readLabelForm(
    selector,
    connected.filter((id) => !left.has(id)),
    namespaces,
  );
  const wrong = form.ok || !tried ? null : form.wrong;
  const follow = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!form.ok) return;
    closeDialog();
    openLogs(form.page);
  };
  return (
    <Dialog open onClose={closeDialog} label={t('logsByLabel.title')} top={120}>
      <form onSubmit={follow}>
        <DialogBody
          title={t('logsByLabel.title')}
          footer={
            <>
              <Button size="large" keys="escape" onClick={closeDialog}>
                {t('cancel')}
              </Button>
              <Button size="large" kind="primary" type="submit">
                {t('logsByLabel.follow')}
              </Button>
            </>
          }
        >
          <p className={css.text}>{t('logsByLabel.text')}</p>
          <TextField
            autoFocus
            mono
            size="large"
            label={t('logsByLabel.selector')}
            placeholder="app=checkout"
            maxLength={2_000}
            invalid={wrong === 'selector'}
            value={selector}
            onFocus={(event) => event.target.select()}
            onChange={(event) => setSelector(event.target.value)}
          />
          {wrong === 'selector' ? <Problem text={t('logsByLabel.badSelector')} /> : null}
          <fieldset className={css.choices}>
            <legend>{t('logsByLabel.contexts')}</legend>
            {scope.contextIds.map((id) => {
              const context = byId.get(id);
              if (!context) return null;
              const off = !connected.includes(id);
              return (
                <div key={id} className={css.choice}>
                  {off ? (
                    <span className={css.noChoice} />
                  ) : (
                    <Checkbox
                      label={context.displayName}
                      checked={!left.has(id)}
                      onChange={(checked) => {
                        const next = new Set(left);
                        if (checked) next.delete(id);
                        else next.add(id);
                        setLeft(next);
                      }}
                    />
                  )}
                  <ContextName colour={context.colour} name={context.displayName} />
                  {off ? <span className={css.quiet}>{t('logsByLabel.notConnected')}</span> : null}
                </div>
              );
            })}
          </fieldset>
          {wrong === 'contexts' ? <Problem text={t('logsByLabel.noContext')} /> : null}
          <TextField
            size="large"
            label={t('logsByLabel.namespaces')}
            placeholder={t('logsByLabel.namespacesHint')}
            invalid={wrong === 'namespaces'}
            value={namespaces}
            onChange={(event) => setNamespaces(event.target.value)}
          />
          <p className={css.under}>
            {!form.ok && form.wrong === 'namespaces' && tried
              ? t('logsByLabel.badNamespace', { name: form.name })
              : t('logsByLabel.namespacesText')}
          </p>
        </DialogBody>
      </form>
    </Dialog>
  );
}

function Problem({ text }: { text: string }) {
  return (
    <p className={css.under} role="alert">
      {text}
    </p>
  );
}
