import css from './sparkline.module.css';

/** Height of the line in a cell, in px. */
const height = 16;
/** A number that stands still is a line below the top, not the edge of the cell. */
const headroom = 1.25;

/** The course of a number over the last moments, from 0 to its largest; null is a gap and stays one. Decoration beside a number that says the same: screen readers pass it. `width` in px. */
export function Sparkline({ values, width }: { values: readonly (number | null)[]; width: number }) {
  const largest = Math.max(1, ...values.map((value) => value ?? 0)) * headroom;
  const step = values.length < 2 ? 0 : width / (values.length - 1);
  const pieces: string[] = [];
  let open = false;
  values.forEach((value, index) => {
    if (value === null) {
      open = false;
      return;
    }
    const x = Math.round(index * step * 10) / 10;
    const y = Math.round((height - 1.5 - (value / largest) * (height - 3)) * 10) / 10;
    pieces.push(`${open ? 'L' : 'M'}${x} ${y}`);
    open = true;
  });
  return (
    <svg className={css.line} width={width} height={height} aria-hidden="true">
      <path d={pieces.join('')} />
    </svg>
  );
}
