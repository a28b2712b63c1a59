import { memo, useRef, useState } from 'react';
import { Bar, BarChart, type BarShapeProps, CartesianGrid, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import { classes } from '../ui/classes.ts';
import css from './stacked-bars.module.css';

/** One bar: where it begins on the axis, and the height of each of its parts. */
export interface StackedBar {
  readonly from: number;
  readonly [part: string]: number;
}

/** A part of every bar, from the bottom up. */
export interface BarPart {
  readonly key: string;
  /** A CSS colour. */
  readonly colour: string;
}

/** A label under the chart; `share` is its place, 0 to 1. */
export interface AxisLabel {
  readonly share: number;
  readonly text: string;
}

/** A part of the axis, 0 to 1. */
export interface AxisSpan {
  readonly from: number;
  readonly to: number;
}

/** A span that is marked on the chart. */
export interface MarkedSpan extends AxisSpan {
  readonly label: string;
}

/**
 * Bars in equal spans side by side, parts stacked, with a grid at half and full height. A click, or the arrow keys, choose a bar:
 * `onChoose` gets its index. Spans that are `hatched` say that something is missing there. `describe` says a bar in words, shown on hover and read out while arrows move. The drawing is made
 * anew only when `bars` or `top` are other values; marking a span costs none.
 */
export function StackedBars({
  bars,
  parts,
  top,
  height,
  scale,
  labels,
  hatched,
  marked,
  label,
  describe,
  onChoose,
}: {
  bars: readonly StackedBar[];
  parts: readonly BarPart[];
  /** Value at full height. */
  top: number;
  /** px of the drawing alone. */
  height: number;
  /** Texts at full, half and no height; none where there is no room. */
  scale: readonly string[];
  labels: readonly AxisLabel[];
  hatched: readonly AxisSpan[];
  marked: MarkedSpan | null;
  label: string;
  describe: (index: number) => string;
  onChoose: (index: number) => void;
}) {
  const [at, setAt] = useState<number | null>(null);
  const plot = useRef<HTMLDivElement>(null);
  const last = Math.max(0, bars.length - 1);
  const shown = at === null || bars.length === 0 ? null : Math.min(at, last);
  const indexAt = (x: number) => {
    const box = plot.current?.getBoundingClientRect();
    if (!box || box.width === 0 || bars.length === 0) return null;
    return Math.max(0, Math.min(last, Math.floor(((x - box.left) / box.width) * bars.length)));
  };
  return (
    <div className={css.chart}>
      {scale.length > 0 ? (
        <div className={css.scale} style={{ height }} aria-hidden="true">
          {scale.map((text) => (
            <span key={text}>{text}</span>
          ))}
        </div>
      ) : null}
      <div className={css.body}>
        {/* A slider is what moves along one axis by arrow keys and says where it is. */}
        <div
          ref={plot}
          className={css.plot}
          style={{ height }}
          role="slider"
          tabIndex={0}
          aria-label={label}
          aria-valuemin={0}
          aria-valuemax={last}
          aria-valuenow={shown ?? last}
          aria-valuetext={bars.length === 0 ? undefined : describe(shown ?? last)}
          onPointerMove={(event) => setAt(indexAt(event.clientX))}
          onPointerLeave={() => setAt(null)}
          onBlur={() => setAt(null)}
          onClick={(event) => {
            const index = indexAt(event.clientX);
            if (index !== null) onChoose(index);
          }}
          onKeyDown={(event) => {
            const steps: Readonly<Record<string, number>> = {
              ArrowLeft: -1,
              ArrowRight: 1,
              PageUp: -10,
              PageDown: 10,
              Home: -last,
              End: last,
            };
            const step = steps[event.key];
            if (step !== undefined) setAt(Math.max(0, Math.min(last, (shown ?? last) + step)));
            else if (event.key === 'Enter' && shown !== null) onChoose(shown);
            else return;
            event.preventDefault();
          }}
        >
          {hatched.map((span) => (
            <i key={`${span.from} ${span.to}`} className={css.hatched} style={placeOf(span)} aria-hidden="true" />
          ))}
          <Drawing bars={bars} parts={parts} top={top} height={height} />
          {marked ? <Marked span={marked} /> : null}
          {shown === null ? null : (
            <i className={css.cursor} style={{ left: `${((shown + 0.5) / bars.length) * 100}%` }}>
              <span className={classes(css.tip, shown > bars.length / 2 && css.left)}>{describe(shown)}</span>
            </i>
          )}
        </div>
        {labels.length > 0 ? (
          <div className={css.labels} aria-hidden="true">
            {labels.map(({ share, text }) => (
              <span
                key={text}
                style={share >= 1 ? { right: 0 } : { left: `${share * 100}%` }}
                className={classes(share > nearStart && share < 1 && css.middle)}
              >
                {text}
              </span>
            ))}
          </div>
        ) : null}
      </div>
    </div>
  );
}

/** A span narrower than this could not be seen, in percent of the width. */
const narrowest = 0.7;
/** Percent of the width that the label of a span needs beside it. */
const roomForLabel = 8;

/** Where a span lies in the drawing, in percent of its width. */
function extentOf(span: AxisSpan): { readonly left: number; readonly width: number } {
  const left = Math.max(0, Math.min(100 - narrowest, span.from * 100));
  return { left, width: Math.max(narrowest, Math.min(100, span.to * 100) - left) };
}

function placeOf(span: AxisSpan): { readonly left: string; readonly width: string } {
  const { left, width } = extentOf(span);
  return { left: `${left}%`, width: `${width}%` };
}

function Marked({ span }: { span: MarkedSpan }) {
  const { left, width } = extentOf(span);
  return (
    <i className={css.marked} style={placeOf(span)} aria-hidden="true">
      <span className={classes(css.markedLabel, left < roomForLabel && (left + width > 100 - roomForLabel ? css.inside : css.right))}>
        {span.label}
      </span>
    </i>
  );
}

/** A label nearer to the start than that would be cut in half when it stood around its place. */
const nearStart = 0.03;
/** Bars never touch, and a lone bar is no wall, px. */
const widest = 14;

/** The library's own rectangle measures its outline for an animation that there is none of here; hundreds of them a second are felt. */
function PlainBar({ x, y, width, height, fill }: BarShapeProps) {
  return height > 0 ? <rect x={x} y={y} width={width} height={height} fill={fill} /> : null;
}

const Drawing = memo(function Drawing({
  bars,
  parts,
  top,
  height,
}: {
  bars: readonly StackedBar[];
  parts: readonly BarPart[];
  top: number;
  height: number;
}) {
  return (
    <ResponsiveContainer width="100%" height={height} debounce={80}>
      <BarChart
        data={[...bars]}
        margin={{ top: 0, right: 0, bottom: 0, left: 0 }}
        barCategoryGap="14%"
        accessibilityLayer={false}
        maxBarSize={widest}
      >
        <CartesianGrid vertical={false} stroke="var(--ink-grid)" horizontalCoordinatesGenerator={() => [0.5, height / 2, height - 0.5]} />
        <XAxis dataKey="from" hide />
        <YAxis domain={[0, top]} allowDataOverflow hide />
        {parts.map(({ key, colour }) => (
          <Bar key={key} dataKey={key} stackId="all" fill={colour} isAnimationActive={false} shape={PlainBar} />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
});
