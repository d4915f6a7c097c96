import { Box, LinkButton, Typography } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';
import type { ContactDetail, ContactTicket } from '../../../server/contracts/contacts';
import { DataTable } from '../../components/DataTable';
import { FormSection } from '../../components/RecordFormPage';
import { RecordLink } from '../../components/RecordLink';
import { RelativeTime } from '../../components/RelativeTime';
import { StatusPill } from '../../components/StatusPill';
import { paths } from '../../plugin';
import { useWords } from '../../useWords';

/** The newest tickets that the contact is associated with. */
export function TicketsPanel({
  contact,
  tickets,
}: {
  contact: ContactDetail;
  tickets: ContactTicket[];
}) {
  const t = useWords();
  if (tickets.length === 0)
    return (
      <FormSection title={t('contacts.tickets')}>
        <Typography textColor="neutral600">{t('contacts.noTicket')}</Typography>
      </FormSection>
    );
  return (
    <FormSection title={t('contacts.tickets')} hint={t('contacts.ticketsHint')}>
      <DataTable
        label={t('contacts.tickets')}
        heads={[t('field.number'), t('field.subject'), t('field.status'), t('field.opened')]}
        isBusy={false}
      >
        {tickets.map(({ id, number, subject, status, openedAt }) => (
          <tr key={id}>
            <td style={{ whiteSpace: 'nowrap' }}>{number}</td>
            <td dir="auto">
              <RecordLink to={paths.ticket(id)}>{subject}</RecordLink>
            </td>
            <td>
              <StatusPill status={status} />
            </td>
            <td style={{ whiteSpace: 'nowrap' }}>
              <RelativeTime at={openedAt} />
            </td>
          </tr>
        ))}
      </DataTable>
      <Box>
        <LinkButton
          tag={NavLink}
          variant="tertiary"
          to={`${paths.helpDesk}?state=all&contact=${contact.id}`}
        >
          {t('contacts.allTickets')}
        </LinkButton>
      </Box>
    </FormSection>
  );
}
