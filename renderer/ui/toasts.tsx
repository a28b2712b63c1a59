import { X } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { create } from 'zustand';
import { HealthShape, type Shape } from './health-shape.tsx';
import { IconButton } from './icon-button.tsx';
import css from './toasts.module.css';

/** A short message about something the user did. Facts about clusters are strips, never toasts. */
export interface Toast {
  readonly id: number;
  readonly mark: Shape;
  readonly title: string;
  readonly detail?: string | undefined;
  /** Stays until it is closed; for failures that must not be missed. */
  readonly sticky: boolean;
}

/** How long a toast that needs no answer is shown, in ms. */
const shownMs = 6_000;

const useToasts = create<{ toasts: readonly Toast[] }>(() => ({ toasts: [] }));
let lastId = 0;

/** Shows a message. The same title replaces the older toast. */
export function showToast(toast: { mark: Shape; title: string; detail?: string; sticky?: boolean }): void {
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
  const { id, sticky } = toast;
  useEffect(() => {
    if (sticky) return;
    const timer = setTimeout(() => closeToast(id), shownMs);
    return () => clearTimeout(timer);
  }, [id, sticky]);
  return (
    <div className={css.toast}>
      <span className={css.mark}>
        <HealthShape health={toast.mark} />
      </span>
      <div className={css.words}>
        <p className={css.title}>{toast.title}</p>
        {toast.detail ? <p className={css.detail}>{toast.detail}</p> : null}
      </div>
      <IconButton icon={X} label={closeLabel} size="small" onClick={() => closeToast(id)} />
    </div>
  );
}
