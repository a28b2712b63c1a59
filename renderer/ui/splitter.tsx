import { useRef } from 'react';
import css from './splitter.module.css';

/** Step of an arrow key, in px. */
const keyStep = 16;

/**
 * The edge between the main area and a panel right of it (`vertical`) or below it (`horizontal`). Drag, arrow keys;
 * double click or enter restores the default. `size` is that of the panel in px; callers keep it, clamped to min and max.
 */
export function Splitter({
  label,
  orientation,
  size,
  min,
  max,
  onResize,
  onReset,
}: {
  label: string;
  orientation: 'vertical' | 'horizontal';
  size: number;
  min: number;
  max: number;
  onResize: (size: number) => void;
  onReset: () => void;
}) {
  const start = useRef<{ at: number; size: number } | null>(null);
  const vertical = orientation === 'vertical';
  const clamp = (value: number) => Math.round(Math.min(Math.max(value, min), Math.max(min, max)));
  return (
    // biome-ignore lint/a11y/useSemanticElements: an hr cannot be dragged or focused; this is the ARIA window splitter pattern
    <div
      className={vertical ? css.vertical : css.horizontal}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={orientation}
      aria-valuenow={Math.round(size)}
      aria-valuemin={min}
      aria-valuemax={Math.round(Math.max(min, max))}
      onPointerDown={(event) => {
        start.current = { at: vertical ? event.clientX : event.clientY, size };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (!start.current) return;
        onResize(clamp(start.current.size - ((vertical ? event.clientX : event.clientY) - start.current.at)));
      }}
      onPointerUp={() => {
        start.current = null;
      }}
      onPointerCancel={() => {
        start.current = null;
      }}
      onDoubleClick={onReset}
      onKeyDown={(event) => {
        const grow = vertical ? 'ArrowLeft' : 'ArrowUp';
        const shrink = vertical ? 'ArrowRight' : 'ArrowDown';
        if (event.key === grow) onResize(clamp(size + keyStep));
        else if (event.key === shrink) onResize(clamp(size - keyStep));
        else if (event.key === 'Home') onResize(clamp(max));
        else if (event.key === 'End') onResize(clamp(min));
        else if (event.key === 'Enter') onReset();
        else return;
        event.preventDefault();
      }}
    />
  );
}
