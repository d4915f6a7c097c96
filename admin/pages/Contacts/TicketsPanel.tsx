import { Box, LinkButton } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';
import type { ContactDetail, ContactTicket } from '../../../server/contracts/contacts';
import { RecordTickets } from '../../components/RecordTickets';
import { paths } from '../../plugin';
import { useWords } from '../../useWords';

interface Props {
  contact: ContactDetail;
  tickets: ContactTicket[];
}

/** The newest tickets that the contact is associated with, and the way to all of them. */
export function TicketsPanel({ contact, tickets }: Props) {
  const t = useWords();
  return (
    <RecordTickets area="contacts" tickets={tickets}>
      <Box>
        <LinkButton
          tag={NavLink}
          variant="tertiary"
          to={`${paths.helpDesk}?state=all&contact=${contact.id}`}
        >
          {t('contacts.allTickets')}
        </LinkButton>
      </Box>
    </RecordTickets>
  );
}
