const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/**
 * kubectl's ages: `5s`, `3m10s`, `4h12m`, `2d1h`, `367d`, `2y1d`. `milliseconds` may be negative: a clock that is less than two
 * seconds ahead counts as now, more is `<invalid>`. Same cuts as HumanDuration in apimachinery `pkg/util/duration/duration.go`.
 */
export function formatDuration(milliseconds: number): string {
  // Go's conversion to int cuts towards zero, so -1.9 s is still -1.
  const seconds = Math.trunc(milliseconds / second);
  if (seconds < -1 || Number.isNaN(seconds)) return '<invalid>';
  if (seconds <= 0) return '0s';
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.trunc(milliseconds / minute);
  if (minutes < 10) return twoUnits(minutes, 'm', seconds % 60, 's');
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.trunc(milliseconds / hour);
  if (hours < 8) return twoUnits(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  const days = Math.trunc(hours / 24);
  if (hours < 24 * 8) return twoUnits(days, 'd', hours % 24, 'h');
  if (hours < 24 * 365 * 2) return `${days}d`;
  const years = Math.trunc(days / 365);
  if (hours < 24 * 365 * 8) return twoUnits(years, 'y', days % 365, 'd');
  return `${years}y`;
}

/** The smaller unit is dropped when it is zero. */
function twoUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit}${small}${smallUnit}`;
}
