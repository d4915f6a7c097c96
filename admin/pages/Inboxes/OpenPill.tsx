import { useIntl } from 'react-intl';
import type { OpenState } from '../../../server/contracts/calendars';
import { Pill } from '../../components/Pill';
import { useWords } from '../../useWords';

/** Whether a team works now, and since when it will again by the reader's clock. */
export function OpenPill({ open }: { open: OpenState }) {
  const t = useWords();
  const { formatDate } = useIntl();
  if (open.isOpen) return <Pill variant="success">{t('inboxes.open')}</Pill>;
  if (open.nextOpening === null) return <Pill variant="secondary">{t('inboxes.closed')}</Pill>;
  const time = formatDate(open.nextOpening, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: 'numeric',
    minute: '2-digit',
  });
  return <Pill variant="secondary">{t('inboxes.closedUntil', { time })}</Pill>;
}
