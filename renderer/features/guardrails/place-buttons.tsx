import { ArrowDown, ArrowUp, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/icon-button.tsx';
import css from './guardrails.module.css';

/** Where a line stands in its list; 0-based. */
export interface Place {
  readonly index: number;
  readonly count: number;
}

/** Moves a line up or down, or takes it out: the order decides which line is asked first. */
export function PlaceButtons({ place, onMove, onRemove }: { place: Place; onMove: (by: 1 | -1) => void; onRemove: () => void }) {
  const { t } = useTranslation('guardrails');
  const number = place.index + 1;
  return (
    <span className={css.place}>
      <IconButton icon={ArrowUp} label={t('up', { number })} disabled={place.index === 0} onClick={() => onMove(-1)} />
      <IconButton icon={ArrowDown} label={t('down', { number })} disabled={number === place.count} onClick={() => onMove(1)} />
      <IconButton icon={X} label={t('remove', { number })} onClick={onRemove} />
    </span>
  );
}
