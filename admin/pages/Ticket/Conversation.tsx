import { Flex, Typography, VisuallyHidden } from '@strapi/design-system';
import type { AgentTicketDetail } from '../../../server/contracts/tickets';
import { useWords } from '../../useWords';
import { Message } from './Message';

interface Props {
  ticket: AgentTicketDetail;
  canUpdate: boolean;
  onChange: (ticket: AgentTicketDetail) => void;
}

/** Oldest first, as it was said. */
export function Conversation({ ticket, canUpdate, onChange }: Props) {
  const t = useWords();
  if (ticket.messages.length === 0) {
    return <Typography textColor="neutral600">{t('conversation.empty')}</Typography>;
  }
  return (
    <section aria-labelledby="conversation">
      <VisuallyHidden tag="h2" id="conversation">
        {t('conversation.title')}
      </VisuallyHidden>
      <Flex tag="ol" direction="column" alignItems="stretch" gap={4}>
        {ticket.messages.map((message) => (
          <Message
            key={message.id}
            message={message}
            ticketId={ticket.id}
            canUpdate={canUpdate}
            onChange={onChange}
          />
        ))}
      </Flex>
    </section>
  );
}
