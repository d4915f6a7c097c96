import type { ReactNode } from 'react';
import { Typography } from '@strapi/design-system';
import type { AgentTicketRow } from '../../server/contracts/tickets';
import { paths } from '../plugin';
import type { RecordArea } from '../services/records';
import { useWords } from '../useWords';
import { DataTable } from './DataTable';
import { FormSection } from './RecordFormPage';
import { RecordLink } from './RecordLink';
import { RelativeTime } from './RelativeTime';
import { StatusPill } from './StatusPill';

type Ticket = Pick<AgentTicketRow, 'id' | 'number' | 'subject' | 'status' | 'openedAt'> & {
  /** Where the tickets are of several people. */
  requester?: string;
};

interface Props {
  area: RecordArea;
  tickets: readonly Ticket[];
  /** Below the table. */
  children?: ReactNode;
}

/** The newest tickets of a record. */
export function RecordTickets({ area, tickets, children }: Props) {
  const t = useWords();
  if (tickets.length === 0)
    return (
      <FormSection title={t(`${area}.tickets`)}>
        <Typography textColor="neutral600">{t(`${area}.noTicket`)}</Typography>
      </FormSection>
    );
  const hasRequester = tickets.some(({ requester }) => requester !== undefined);
  return (
    <FormSection title={t(`${area}.tickets`)} hint={t(`${area}.ticketsHint`)}>
      <DataTable
        label={t(`${area}.tickets`)}
        heads={[
          t('field.number'),
          t('field.subject'),
          ...(hasRequester ? [t('field.requester')] : []),
          t('field.status'),
          t('field.opened'),
        ]}
        isBusy={false}
      >
        {tickets.map(({ id, number, subject, requester, status, openedAt }) => (
          <tr key={id}>
            <td style={{ whiteSpace: 'nowrap' }}>{number}</td>
            <td dir="auto" style={{ minWidth: '18rem' }}>
              <RecordLink to={paths.ticket(id)}>{subject}</RecordLink>
            </td>
            {hasRequester && <td dir="auto">{requester}</td>}
            <td>
              <StatusPill status={status} />
            </td>
            <td style={{ whiteSpace: 'nowrap' }}>
              <RelativeTime at={openedAt} />
            </td>
          </tr>
        ))}
      </DataTable>
      {children}
    </FormSection>
  );
}
