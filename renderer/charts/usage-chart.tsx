import { memo, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { classes } from '../ui/classes.ts';
import { useWidth } from '../ui/use-width.ts';
import { setHoverTime, useHoverTime } from './hover-time.ts';
import { type ChartLine, type ChartPlan, type ChartSeries, nearestIndex, pathOf, planUsageChart } from './plan-usage-chart.ts';
import css from './usage-chart.module.css';

/** Height of the drawing, in px. */
const height = 64;
/** Room at the right end for the names of the bounds, in px. */
const lineNames = 62;
/** Room that a label of the time axis needs, in px. */
const tickWidth = 72;
/** Room at the left for the scale, in px. */
const scaleWidth = 34;

/** How numbers of a chart are said. */
export interface ChartUnit {
  /** Stands once, at the top right: `Mi`, `m`. */
  readonly name: string;
  /** A value in this unit, without it. */
  readonly write: (value: number) => string;
  /** Full heights are round in binary units. */
  readonly binary: boolean;
}

/**
 * One or several courses over time against their bounds: y from 0, gaps as gaps, local time. The pointer (and the arrow keys) read the moment under it in every chart of the page. The
 * drawing is SVG of our own: paths of twenty courses are one string each, where a chart library keeps an element and an event handler for every point.
 */
export function UsageChart({
  title,
  times,
  series,
  lines,
  unit,
}: {
  title: string;
  /** ms since the epoch, ascending; the same array while nothing came. */
  times: readonly number[];
  series: readonly ChartSeries[];
  lines: readonly ChartLine[];
  unit: ChartUnit;
}) {
  const { t, i18n } = useTranslation('usage');
  const frame = useRef<HTMLDivElement>(null);
  const width = Math.max(0, useWidth(frame) - scaleWidth - lineNames);
  const mostTicks = Math.max(1, Math.min(6, Math.floor(width / tickWidth)));
  const plan = useMemo(() => planUsageChart(times, series, lines, unit.binary, mostTicks), [times, series, lines, unit.binary, mostTicks]);
  const hovered = useHoverTime();
  const at = hovered === null || hovered < plan.from || hovered > plan.to ? -1 : nearestIndex(times, hovered);
  const shown = at < 0 ? times.length - 1 : at;
  const clock = (time: number, seconds: boolean) => clockOf(time, i18n.language, seconds);
  const valueAt = (index: number) => series.map(({ values }) => values[index] ?? null);
  const say = (index: number) => {
    const values = valueAt(index).map((value) => (value === null ? t('chart.gap') : `${unit.write(value)} ${unit.name}`));
    return t('chart.at', { time: clock(times[index] ?? 0, true), value: values.join(', ') });
  };
  const moveTo = (index: number) => setHoverTime(times[Math.max(0, Math.min(times.length - 1, index))] ?? null);
  return (
    <figure className={css.chart} ref={frame} data-chart={title}>
      <figcaption className={css.head}>
        <span>{title}</span>
        <span className={css.reading}>{at < 0 ? '' : say(at)}</span>
        <span>{unit.name}</span>
      </figcaption>
      <div className={css.body}>
        <div className={css.scale} style={{ height, width: scaleWidth }} aria-hidden="true">
          <span>{unit.write(plan.top)}</span>
          <span>{unit.write(plan.top / 2)}</span>
          <span>0</span>
        </div>
        {/* A slider is what moves along one axis by arrow keys and says where it is. */}
        <div
          className={css.plot}
          style={{ width, height }}
          role="slider"
          tabIndex={0}
          aria-label={title}
          aria-valuemin={0}
          aria-valuemax={Math.max(0, times.length - 1)}
          aria-valuenow={Math.max(0, shown)}
          aria-valuetext={times.length === 0 ? t('chart.none') : say(shown)}
          onPointerMove={(event) => {
            const box = event.currentTarget.getBoundingClientRect();
            const time = plan.from + ((event.clientX - box.left) / Math.max(1, box.width)) * (plan.to - plan.from);
            moveTo(nearestIndex(times, time));
          }}
          onPointerLeave={() => setHoverTime(null)}
          onBlur={() => setHoverTime(null)}
          onKeyDown={(event) => {
            const last = times.length - 1;
            const steps: Readonly<Record<string, number>> = {
              ArrowLeft: -1,
              ArrowRight: 1,
              PageUp: -10,
              PageDown: 10,
              Home: -last,
              End: last,
            };
            const step = steps[event.key];
            if (step === undefined) return;
            event.preventDefault();
            moveTo(shown + step);
          }}
        >
          <Drawing times={times} series={series} plan={plan} width={width} />
          {at < 0 ? null : <i className={css.cursor} style={{ left: xOf(times[at] ?? 0, plan, width) }} aria-hidden="true" />}
        </div>
        <div className={css.names} style={{ height, width: lineNames }} aria-hidden="true">
          {placeNames(plan).map(({ kind, top, value, above }) => (
            <span key={kind} className={css[kind]} style={{ top }} title={`${t(`chart.${kind}`)} ${unit.write(value)} ${unit.name}`}>
              {above ? '↑ ' : ''}
              {t(`chart.${kind}`)}
            </span>
          ))}
        </div>
      </div>
      <div className={css.times} style={{ marginLeft: scaleWidth, width }} aria-hidden="true">
        {plan.ticks.map(({ time, at: place }) => (
          <span key={time} style={{ left: `${place * 100}%` }} className={classes(place < 0.06 && css.first, place > 0.94 && css.last)}>
            {clock(time, plan.to - plan.from < 240_000)}
          </span>
        ))}
      </div>
    </figure>
  );
}

function xOf(time: number, { from, to }: ChartPlan, width: number): number {
  return ((time - from) / Math.max(1, to - from)) * width;
}

/** Height of a name of a bound, in px. */
const nameHeight = 12;

/** Names of the bounds at their heights, moved down where two would lie over each other; a bound far above stands at the top. */
function placeNames({ lines, top: full }: ChartPlan) {
  let free = -nameHeight / 2;
  return [...lines]
    .sort((a, b) => b.value - a.value)
    .map(({ kind, value, at }) => {
      const wanted = at === null ? -nameHeight / 2 : height * (1 - at) - nameHeight / 2;
      const top = Math.max(wanted, free);
      free = top + nameHeight;
      return { kind, value, top, above: value > full };
    });
}

const Drawing = memo(function Drawing({
  times,
  series,
  plan,
  width,
}: {
  times: readonly number[];
  series: readonly ChartSeries[];
  plan: ChartPlan;
  width: number;
}) {
  if (width === 0) return null;
  const only = series.length === 1 ? series[0] : undefined;
  return (
    <svg width={width} height={height} className={css.drawing} aria-hidden="true">
      <path className={css.grid} d={`M0 .5H${width}M0 ${height / 2}H${width}M0 ${height - 0.5}H${width}`} />
      {only === undefined ? null : <path className={css.area} d={areaOf(pathOf(times, only.values, plan, width, height))} />}
      {series.map(({ key, values }) => (
        <path key={key} className={css.course} d={pathOf(times, values, plan, width, height)} />
      ))}
      {plan.lines.map(({ kind, at }) =>
        at === null ? null : <path key={kind} className={css[`${kind}Line`]} d={`M0 ${Math.max(0.75, height * (1 - at))}H${width}`} />,
      )}
    </svg>
  );
});

/** Every piece of a course, closed along the bottom. */
function areaOf(path: string): string {
  return path
    .split('M')
    .filter((piece) => piece.includes('L'))
    .map((piece) => {
      const points = piece.split('L');
      const [first = ''] = points[0]?.split(' ') ?? [];
      const [last = ''] = points.at(-1)?.split(' ') ?? [];
      return `M${first} ${height}L${points.join('L')}L${last} ${height}Z`;
    })
    .join('');
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(time: number, language: string, seconds: boolean): string {
  const key = `${language} ${seconds}`;
  let format = clocks.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(language, {
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      ...(seconds ? { second: '2-digit' } : {}),
    });
    clocks.set(key, format);
  }
  return format.format(time);
}
