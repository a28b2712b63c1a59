import { Component, type ErrorInfo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { copyText } from '../ui/copy-button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { HealthShape } from '../ui/health-shape.tsx';

/** Keeps a defect of one part of the screen in that part. `resetKey`: a new value (another page) tries again. */
export class ErrorBoundary extends Component<{ children: ReactNode; resetKey?: string }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error): { error: Error } {
    return { error };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error(error, info.componentStack);
  }

  override componentDidUpdate(before: { resetKey?: string }): void {
    if (before.resetKey !== this.props.resetKey && this.state.error) this.setState({ error: null });
  }

  override render(): ReactNode {
    const { error } = this.state;
    return error ? <Failure error={error} onRetry={() => this.setState({ error: null })} /> : this.props.children;
  }
}

function Failure({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const { t } = useTranslation(['shell', 'errors']);
  return (
    <EmptyState
      icon={<HealthShape health="broken" size={18} />}
      title={t('failure.title')}
      text={`${error.message}. ${t('failure.text')}`}
      actions={
        <>
          <Button kind="primary" onClick={onRetry}>
            {t('failure.reload')}
          </Button>
          <Button onClick={() => void copyText(error.stack ?? error.message)}>{t('errors:copyDetails')}</Button>
        </>
      }
    />
  );
}
