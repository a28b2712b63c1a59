import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { LogsOutside } from '../../../shared/logs.ts';
import { type AxisLabel, type BarPart, StackedBars } from '../../charts/stacked-bars.tsx';
import { formatAbsolute, formatClock } from '../../ui/format-time.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { useWidth } from '../../ui/use-width.ts';
import css from './log-histogram.module.css';
import type { LogViewModel } from './log-view-model.ts';
import { isMissingIn, planVolume, timeTicks } from './plan-histogram.ts';
import { useSlice } from './slices.ts';
import { useOnScreen } from './use-on-screen.ts';
import { useThrottled } from './use-throttled.ts';

/** The chart is drawn at most once a second: it is for the shape of minutes, and drawing it costs more than a screen of lines. In ms. */
const redrawMs = 1_000;
/** Px of a bar with its gap. */
const barWidth = 8;
/** Px of the drawing, and where the panel is low. */
const usualHeight = 46;
const lowHeight = 22;
/** Px that a time label needs with some air. */
const labelWidth = 130;
/** Px at the end that belong to the label there, and half of one before it. */
const endWidth = 96;

/** From the bottom up: what is bad stands where it can be compared. */
const parts: readonly BarPart[] = [
  { key: 'error', colour: 'var(--broken)' },
  { key: 'warn', colour: 'var(--attention)' },
  { key: 'other', colour: 'var(--ink-requested)' },
];

/** How many lines there were when, by level, where some are missing, and which are on screen; a click goes to that moment. `low` takes the axes away. */
export function LogHistogram({ model, low }: { model: LogViewModel; low: boolean }) {
  const { t, i18n } = useTranslation('logs');
  const histogram = useThrottled(useSlice(model.slices, 'histogram'), redrawMs);
  const view = useOnScreen(model);
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
  const most = Math.max(20, Math.floor(width / barWidth));
  const volume = useMemo(() => planVolume(histogram, most), [histogram, most]);
  const { bars, spanMs, top, totals, missing } = volume;
  // Bars are counts; the axis is lines a second.
  const full = (top * spanMs) / 1_000;
  const from = bars[0]?.from ?? 0;
  const to = (bars.at(-1)?.from ?? 0) + spanMs;
  const labels = useMemo(() => (low || bars.length === 0 ? [] : axisLabels(from, to, width)), [low, bars.length, from, to, width]);
  const describe = (index: number) => {
    const bar = bars[index];
    if (!bar) return t('chart.none');
    const count = bar.error + bar.warn + bar.other;
    const total = [
      t('summary.lines', { count }),
      ...(bar.error > 0 ? [`${number(bar.error, i18n.language)} ${t('chart.error')}`] : []),
      ...(bar.warn > 0 ? [`${number(bar.warn, i18n.language)} ${t('chart.warn')}`] : []),
      ...(isMissingIn(volume, index) ? [t('chart.someMissing')] : []),
    ].join(', ');
    return t('chart.at', { time: formatClock(bar.from), total });
  };
  return (
    <section className={css.histogram} data-low={low} aria-label={t('chart.label')}>
      <div className={css.chart} ref={place}>
        <StackedBars
          bars={bars}
          parts={parts}
          top={full}
          height={low ? lowHeight : usualHeight}
          scale={low ? [] : [t('chart.perSecond', { count: top }), number(top / 2, i18n.language), '0']}
          labels={labels}
          hatched={missing}
          marked={
            view && to > from
              ? { from: (view.from - from) / (to - from), to: (view.to - from) / (to - from), label: t('chart.view') }
              : null
          }
          label={t('chart.jump')}
          describe={describe}
          onChoose={(index) => {
            const bar = bars[index];
            if (bar) void model.reveal({ time: bar.from, source: null });
          }}
        />
      </div>
      <dl className={css.legend}>
        {(['error', 'warn', 'other'] as const).map((part) => (
          <div key={part} data-part={part}>
            <dt>
              <i aria-hidden="true" />
              {t(`chart.${part}`)}
            </dt>
            <dd>{number(totals[part], i18n.language)}</dd>
          </div>
        ))}
        {missing.length > 0 ? (
          <div data-part="missing">
            <dt>
              <i aria-hidden="true" />
              {t('chart.missing')}
            </dt>
            <dd />
          </div>
        ) : null}
        <Outside model={model} side="before" outside={histogram?.before ?? null} />
        <Outside model={model} side="after" outside={histogram?.after ?? null} />
      </dl>
    </section>
  );
}

/** How many lines the chart leaves out at one of its ends; a click goes to the nearest of them. */
function Outside({ model, side, outside }: { model: LogViewModel; side: 'before' | 'after'; outside: LogsOutside | null }) {
  const { t, i18n } = useTranslation('logs');
  if (outside === null) return null;
  const { lines, time } = outside;
  const title = t(`chart.${side}Long`, { count: lines, time: formatAbsolute(time, i18n.language) });
  return (
    <div>
      <dt>
        <LinkButton title={title} onClick={() => void model.reveal({ time, source: null })}>
          {t(`chart.${side}`)}
        </LinkButton>
      </dt>
      <dd>{number(lines, i18n.language)}</dd>
    </div>
  );
}

function number(value: number, language: string): string {
  return new Intl.NumberFormat(language).format(value);
}

/** Round minutes in between, and the end to the second: that is the moment the reader compares with a clock. */
function axisLabels(from: number, to: number, width: number): readonly AxisLabel[] {
  const ticks = timeTicks(from, to, Math.max(2, Math.min(6, Math.floor(width / labelWidth)))).filter(
    ({ share }) => (1 - share) * width > endWidth,
  );
  const whole = ticks.every(({ at }) => at % 60_000 === 0);
  const middle = ticks.map(({ at, share }) => ({ share, text: whole ? formatClock(at).slice(0, 5) : formatClock(at) }));
  return [...middle, { share: 1, text: formatClock(to) }];
}
