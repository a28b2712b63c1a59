import { X } from 'lucide-react';
import { memo, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LogSource } from '../../../shared/logs.ts';
import { useContexts } from '../../state/contexts-store.ts';
import { ContextName } from '../../ui/context-swatch.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { useDescribeError } from '../../ui/use-describe-error.ts';
import { formatLogTime } from './format-log-time.ts';
import type { LineActions } from './line-actions.ts';
import css from './line-detail.module.css';
import { LineText } from './line-text.tsx';
import type { LogViewModel } from './log-view-model.ts';
import { type LineRow, planWritten } from './plan-row.ts';
import { chunksOf } from './plan-text.ts';
import type { SourceLook } from './source-looks.ts';
import { useWholeText } from './use-whole-text.ts';

/** Sources offered for the same moment. */
const mostNeighbours = 8;

/** All of one line: its whole text, its fields, where and when it was written, and what others wrote then. */
export function LineDetail({
  model,
  row,
  source,
  looks,
  actions,
  onClose,
}: {
  model: LogViewModel;
  row: LineRow;
  source: LogSource | undefined;
  looks: ReadonlyMap<number, SourceLook>;
  actions: LineActions;
  onClose: () => void;
}) {
  const { t } = useTranslation('log-lines');
  const describe = useDescribeError();
  const context = useContexts((state) => (source ? state.byId.get(source.contextId) : undefined));
  const whole = useWholeText(model, row);
  const local = formatLogTime('local', row, null);
  const full = formatLogTime('full', row, null);
  const neighbours = [...looks].filter(([number]) => number !== row.source).slice(0, mostNeighbours);
  return (
    <section className={css.detail} aria-label={t('detail.title')}>
      <header className={css.head}>
        {context ? <ContextName colour={context.colour} name={context.name} /> : null}
        {source ? (
          <>
            <span className={css.where}>{source.namespace} /</span>
            <Go label={source.pod} run={actions.openPod && (() => actions.openPod?.(source))} />
            <span className={css.where}>{source.container}</span>
            {source.node === '' ? null : (
              <>
                <span className={css.where}>{t('detail.on')}</span>
                <Go label={source.node} run={actions.openNode && (() => actions.openNode?.(source))} />
              </>
            )}
          </>
        ) : null}
        <span className={css.time} title={full.main + full.rest}>
          {local.main}
          {local.rest}
        </span>
        <span className={css.space} />
        <CopyButton text={whole.text} label={t('menu.copy')} />
        <IconButton icon={X} label={t('keys.close')} keys="escape" size="small" onClick={onClose} />
      </header>
      <div className={css.body}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling text must be reachable by keyboard */}
        <div className={css.text} tabIndex={0}>
          <Whole text={whole.text} />
          {whole.error ? <p className={css.failed}>{describe(whole.error).title}</p> : null}
        </div>
        {row.fields && row.fields.length > 0 ? (
          <dl className={css.fields}>
            {row.fields.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  <LineText pieces={planWritten(value)} />
                </dd>
              </div>
            ))}
          </dl>
        ) : null}
      </div>
      {neighbours.length > 0 ? (
        <footer className={css.neighbours}>
          <span>{t('detail.sameTime')}</span>
          {neighbours.map(([number, look]) => (
            <button
              key={number}
              type="button"
              style={look.style}
              title={look.title}
              onClick={() => void model.reveal({ time: row.time, source: number })}
            >
              {look.name}
            </button>
          ))}
        </footer>
      ) : null}
    </section>
  );
}

function Go({ label, run }: { label: string; run: (() => void) | undefined }) {
  return run ? <LinkButton onClick={run}>{label}</LinkButton> : <span>{label}</span>;
}

/**
 * A text of any length, in blocks of which the browser lays out those in sight; one more is added each frame. A line has no line
 * break, so those that copying puts between blocks are taken out again.
 */
function Whole({ text }: { text: string }) {
  const chunks = useMemo(() => chunksOf(text), [text]);
  const [shown, setShown] = useState(1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text begins with one chunk again
  useEffect(() => setShown(1), [text]);
  useEffect(() => {
    if (shown >= chunks.length) return;
    const frame = requestAnimationFrame(() => setShown(shown + 1));
    return () => cancelAnimationFrame(frame);
  }, [shown, chunks.length]);
  return (
    <div
      onCopy={(event) => {
        event.preventDefault();
        event.clipboardData.setData('text/plain', (window.getSelection()?.toString() ?? '').replaceAll('\n', ''));
      }}
    >
      {chunks.slice(0, shown).map(({ start, text: chunk }) => (
        <Chunk key={start} text={chunk} />
      ))}
    </div>
  );
}

const Chunk = memo(function Chunk({ text }: { text: string }) {
  return (
    <div className={css.chunk}>
      <LineText pieces={planWritten(text)} />
    </div>
  );
});
