import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog, DialogBody } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';
import type { KeyBinding } from '../ui/key-map.ts';
import { useKeyScopes } from '../ui/use-keys.ts';
import { closeDialog } from './app-state.ts';
import css from './dialogs.module.css';

/** Every key that is bound on the page now, by the part of the screen that offers it. */
export function KeysDialog() {
  const { t } = useTranslation('shell');
  // Panels of one sort that stand side by side bind the same keys: one of them speaks for all.
  const byName = new Map(useKeyScopes().map((scope) => [scope.name, scope]));
  const scopes = [...byName.values()].filter((scope) => scope.layer === 0 && scope.bindings.length > 0);
  return (
    <Dialog open onClose={closeDialog} label={t('keys.title')} width={680}>
      <DialogBody title={t('keys.title')}>
        <div className={css.keys}>
          {scopes.map((scope) => (
            <section key={scope.name} className={css.keyGroup}>
              <h3>{scope.name}</h3>
              {[...keysByLabel(scope.bindings)].map(([label, keys]) => (
                <div key={label} className={css.key}>
                  <span>{label}</span>
                  <span className={css.keyWays}>
                    {keys.map((way) => (
                      <span key={way}>
                        {way.split(' ').map((chord, index) => (
                          // biome-ignore lint/suspicious/noArrayIndexKey: the chords of one sequence never move, and `g g` has the same twice
                          <Fragment key={index}>
                            {index > 0 ? <span className={css.quiet}> {t('keys.then')} </span> : null}
                            <Kbd keys={chord} />
                          </Fragment>
                        ))}
                      </span>
                    ))}
                  </span>
                </div>
              ))}
            </section>
          ))}
        </div>
      </DialogBody>
    </Dialog>
  );
}

/** Several keys for one thing are one line. */
function keysByLabel(bindings: readonly KeyBinding[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { label, keys } of bindings) found.set(label, [...(found.get(label) ?? []), keys]);
  return found;
}
