import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';

const MINUTE = 60_000;
const STEPS = [
  ['year', 525_600],
  ['month', 43_200],
  ['week', 10_080],
  ['day', 1_440],
  ['hour', 60],
  ['minute', 1],
] as const;

/** How long ago an instant was; the exact one on hover. */
export function RelativeTime({ at }: { at: number }) {
  const { formatRelativeTime, formatDate } = useIntl();
  const now = useNow();
  const minutes = Math.round((at - now) / MINUTE);
  const [unit, length] = STEPS.find(([, size]) => Math.abs(minutes) >= size) ?? ['minute', 1];
  const exact = formatDate(at, { dateStyle: 'full', timeStyle: 'short' });
  return (
    <time dateTime={new Date(at).toISOString()} title={exact}>
      {minutes === 0
        ? formatRelativeTime(0, 'second', { numeric: 'auto' })
        : formatRelativeTime(Math.trunc(minutes / length), unit, { numeric: 'auto' })}
    </time>
  );
}

function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE);
    return () => clearInterval(timer);
  }, []);
  return now;
}
