import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { create } from 'zustand';
import { HealthShape, type Shape } from './health-shape.tsx';
import { IconButton } from './icon-button.tsx';
import { Kbd } from './kbd.tsx';
import { LinkButton } from './link-button.tsx';
import css from './toasts.module.css';
import { useKeys } from './use-keys.ts';

/** A word to press on a message: `Undo`. */
export interface ToastAction {
  readonly label: string;
  /** Does the same from anywhere in the page while the message is shown, but not in a text field. */
  readonly keys?: string;
  readonly run: () => void;
}

/** A short message about something the user did. Facts about clusters are strips, never toasts. */
export interface Toast {
  readonly id: number;
  readonly mark: Shape;
  readonly title: string;
  readonly detail?: string | undefined;
  /** Stays until it is closed; for failures that must not be missed. */
  readonly sticky: boolean;
  /** What can be done about it; pressing one closes the message. */
  readonly actions?: readonly ToastAction[] | undefined;
}

/** How long a toast that needs no answer is shown, in ms. */
const shownMs = 6_000;
/** How long one that offers something is shown, in ms: it has to be read, thought about and reached. */
const shownWithActionsMs = 20_000;

const useToasts = create<{ toasts: readonly Toast[] }>(() => ({ toasts: [] }));
let lastId = 0;

/** Shows a message. The same title replaces the older toast. */
export function showToast(toast: {
  mark: Shape;
  title: string;
  detail?: string;
  sticky?: boolean;
  actions?: readonly ToastAction[];
}): void {
  const id = ++lastId;
  useToasts.setState((state) => ({
    toasts: [...state.toasts.filter((each) => each.title !== toast.title), { sticky: false, ...toast, id }].slice(-4),
  }));
}

function closeToast(id: number): void {
  useToasts.setState((state) => ({ toasts: state.toasts.filter((toast) => toast.id !== id) }));
}

/** Where toasts appear: bottom right, polite for screen readers. Once per app. */
export function ToastRegion() {
  const { t } = useTranslation('shell');
  const toasts = useToasts((state) => state.toasts);
  return (
    <section className={css.region} aria-label={t('toasts.label')} aria-live="polite">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} closeLabel={t('close')} />
      ))}
    </section>
  );
}

function ToastCard({ toast, closeLabel }: { toast: Toast; closeLabel: string }) {
  const { id, sticky, actions = [] } = toast;
  // Whoever is on it with pointer or focus is about to do something with it.
  const [held, setHeld] = useState(false);
  const shown = actions.length > 0 ? shownWithActionsMs : shownMs;
  useEffect(() => {
    if (sticky || held) return;
    const timer = setTimeout(() => closeToast(id), shown);
    return () => clearTimeout(timer);
  }, [id, sticky, held, shown]);
  const { t } = useTranslation('shell');
  const press = ({ run }: ToastAction) => {
    closeToast(id);
    run();
  };
  useKeys(
    t('toasts.label'),
    actions.flatMap((action) =>
      action.keys === undefined ? [] : [{ keys: action.keys, label: action.label, inFields: false, run: () => press(action) }],
    ),
  );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: nothing is done by pointing at it, it only stays
    <div
      className={css.toast}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span className={css.mark}>
        <HealthShape health={toast.mark} />
      </span>
      <div className={css.words}>
        <p className={css.title}>{toast.title}</p>
        {toast.detail ? <p className={css.detail}>{toast.detail}</p> : null}
        {actions.length === 0 ? null : (
          <p className={css.actions}>
            {actions.map((action) => (
              <span key={action.label} className={css.action}>
                <LinkButton onClick={() => press(action)}>{action.label}</LinkButton>
                {action.keys === undefined ? null : <Kbd keys={action.keys} />}
              </span>
            ))}
          </p>
        )}
      </div>
      <IconButton icon={X} label={closeLabel} size="small" onClick={() => closeToast(id)} />
    </div>
  );
}
