import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClusterError } from '../../../shared/cluster-error.ts';
import type { LogSelection, LogSource } from '../../../shared/logs.ts';
import { useContexts } from '../../state/contexts-store.ts';
import { ContextName } from '../../ui/context-swatch.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { HealthShape } from '../../ui/health-shape.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Popover } from '../../ui/popover.tsx';
import { useDescribeError } from '../../ui/use-describe-error.ts';
import css from './log-strips.module.css';
import type { LogViewModel } from './log-view-model.ts';
import { type LogStrip, planStrips } from './plan-strips.ts';
import { useSlice } from './slices.ts';

/** More strips than this would push the lines off a low dock (design.md): the last place says how many more there are. */
const most = 3;

/** What is not whole about a view, one line each, above the lines: selections and sources that cannot be read, crash loops. */
export function LogStrips({
  model,
  sources,
  selections,
  onPrevious,
}: {
  model: LogViewModel;
  sources: readonly LogSource[];
  selections: readonly LogSelection[];
  onPrevious: (source: LogSource) => void;
}) {
  const { t } = useTranslation('logs');
  const said = useSlice(model.slices, 'selections');
  const [all, setAll] = useState(false);
  const strips = planStrips([...said.values()], sources, (index) => selections[index]?.contextId);
  const visible = all || strips.length <= most ? strips : strips.slice(0, most - 1);
  if (strips.length === 0) return null;
  return (
    <section aria-label={t('strips.label')}>
      {visible.map((strip) => (
        <Strip key={strip.key} strip={strip} selections={selections} onPrevious={onPrevious} />
      ))}
      {strips.length > most ? (
        <div className={css.strip}>
          <span className={css.text}>{all ? '' : t('strips.more', { count: strips.length - visible.length })}</span>
          <span className={css.space} />
          <LinkButton onClick={() => setAll(!all)}>{all ? t('strips.fewer') : t('strips.all')}</LinkButton>
        </div>
      ) : null}
    </section>
  );
}

function Strip({
  strip,
  selections,
  onPrevious,
}: {
  strip: LogStrip;
  selections: readonly LogSelection[];
  onPrevious: (source: LogSource) => void;
}) {
  const { t } = useTranslation('logs');
  const describe = useDescribeError();
  // Who may not do what, or what is gone, is in what the server says.
  const sentence = (error: ClusterError) => {
    const { title, detail } = describe(error);
    return detail === null ? title : t('strips.said', { title, detail: detail.split('\n')[0] });
  };
  switch (strip.strip) {
    case 'selection': {
      const selection = selections[strip.index];
      return (
        <Line
          mark={isRefusal(strip.error) ? 'forbidden' : 'attention'}
          contextId={selection?.contextId}
          text={sentence(strip.error)}
          error={strip.error}
        />
      );
    }
    case 'refused':
      return (
        <Line
          mark={isRefusal(strip.error) ? 'forbidden' : 'attention'}
          contextId={strip.sources[0]?.contextId}
          text={t('strips.refused', { count: strip.sources.length, title: sentence(strip.error) })}
          error={strip.error}
        />
      );
    case 'crash': {
      const [first] = strip.sources;
      if (!first) return null;
      return (
        <Line
          mark="attention"
          contextId={first.contextId}
          text={t('strips.crash', { count: strip.sources.length, name: first.pod, restarts: first.restarts })}
          error={null}
        >
          <LinkButton onClick={() => onPrevious(first)}>{t('strips.crashAction')}</LinkButton>
        </Line>
      );
    }
  }
}

function isRefusal(error: ClusterError): boolean {
  return error.kind === 'status' && error.code === 403;
}

function Line({
  mark,
  contextId,
  text,
  error,
  children,
}: {
  mark: Parameters<typeof HealthShape>[0]['health'];
  contextId?: LogSelection['contextId'] | undefined;
  text: string;
  error: ClusterError | null;
  children?: ReactNode;
}) {
  const { t } = useTranslation('logs');
  const context = useContexts((state) => (contextId === undefined ? undefined : state.byId.get(contextId)));
  return (
    <div className={css.strip}>
      <HealthShape health={mark} size={13} decorative />
      {context ? (
        <span className={css.who}>
          <ContextName colour={context.colour} name={context.displayName} />
        </span>
      ) : null}
      <span className={css.text} title={text}>
        {text}
      </span>
      <span className={css.space} />
      {children}
      {error === null ? null : (
        <Popover label={t('strips.why')} align="end" width={420} trigger={<LinkButton>{t('strips.why')}</LinkButton>}>
          <div className={css.why}>
            <ErrorNote error={error} />
          </div>
        </Popover>
      )}
    </div>
  );
}
