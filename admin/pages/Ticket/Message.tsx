import { Flex, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';
import type { AgentMessageView, AgentTicketDetail } from '../../../server/contracts/tickets';
import { LinkedText } from '../../components/LinkedText';
import { Pill } from '../../components/Pill';
import { RelativeTime } from '../../components/RelativeTime';
import { useWords } from '../../useWords';
import { Attachments } from './Attachments';

type Look = 'customer' | 'agent' | 'system' | 'note';

const Bubble = styled.li<{ $look: Look }>`
  width: ${({ $look }) => ($look === 'system' ? '100%' : 'min(88%, 68rem)')};
  align-self: ${({ $look }) => ($look === 'customer' ? 'flex-start' : 'flex-end')};
  padding: ${({ theme }) => theme.spaces[4]};
  border-radius: ${({ theme }) => theme.borderRadius};
  border: 1px solid ${({ theme, $look }) => theme.colors[BORDERS[$look]]};
  border-inline-start-width: ${({ $look }) => ($look === 'note' ? '4px' : '1px')};
  background: ${({ theme, $look }) => theme.colors[BACKGROUNDS[$look]]};
`;

const BACKGROUNDS = {
  customer: 'neutral0',
  agent: 'primary100',
  system: 'neutral100',
  note: 'warning100',
} as const;

// In the dark theme the backgrounds differ little; the borders and the words do not.
const BORDERS = {
  customer: 'neutral200',
  agent: 'primary200',
  system: 'neutral200',
  note: 'warning500',
} as const;

interface Props {
  message: AgentMessageView;
  ticketId: string;
  canUpdate: boolean;
  onChange: (ticket: AgentTicketDetail) => void;
}

export function Message({ message, ticketId, canUpdate, onChange }: Props) {
  const t = useWords();
  const isNote = message.kind === 'note';
  const role = t(`role.${message.authorKind}`);
  return (
    <Bubble
      $look={isNote ? 'note' : message.authorKind}
      data-kind={message.kind}
      data-author={message.authorKind}
    >
      <Flex gap={2} wrap="wrap" paddingBottom={2}>
        <Typography fontWeight="bold" textColor="neutral800" dir="auto">
          {message.authorName || role}
        </Typography>
        {message.authorName !== '' && (
          <Typography variant="pi" textColor="neutral600">
            {role}
          </Typography>
        )}
        {isNote && <Pill variant="warning">{t('message.note')}</Pill>}
        <Typography variant="pi" textColor="neutral600">
          <RelativeTime at={message.sentAt} />
        </Typography>
      </Flex>
      <LinkedText isLinked={false}>{message.body}</LinkedText>
      <Attachments
        ticketId={ticketId}
        files={message.attachments}
        canHide={canUpdate && !isNote}
        onChange={onChange}
      />
    </Bubble>
  );
}
