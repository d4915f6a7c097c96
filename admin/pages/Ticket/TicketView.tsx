import { useRBAC } from '@strapi/strapi/admin';
import { Box, Flex } from '@strapi/design-system';
import { styled } from 'styled-components';
import type { AgentTicketDetail, MessageKind } from '../../../server/contracts/tickets';
import { allPermissions } from '../../permissions';
import { useStructure } from '../../services/structure';
import { Composer } from './Composer';
import { Conversation } from './Conversation';
import { CustomProperties } from './CustomProperties';
import { Facts } from './Facts';
import { HoldPanel } from './HoldPanel';
import { Properties } from './Properties';
import { Timeline } from './Timeline';

const Columns = styled(Box)`
  display: grid;
  grid-template-columns: minmax(0, 1fr);
  align-items: start;
  gap: ${({ theme }) => theme.spaces[6]};

  ${({ theme }) => theme.breakpoints.large} {
    grid-template-columns: minmax(0, 1fr) 30rem;
  }
`;

interface Props {
  ticket: AgentTicketDetail;
  onChange: (ticket: AgentTicketDetail) => void;
  /** Reads the ticket again. */
  onRead: () => void;
}

export function TicketView({ ticket, onChange, onRead }: Props) {
  const { allowedActions, isLoading } = useRBAC(allPermissions);
  const { data: structure } = useStructure();
  const properties = (structure?.properties ?? []).filter(({ subject }) => subject === 'ticket');
  const kinds: MessageKind[] = [];
  if (allowedActions.canTicketReply) kinds.push('public');
  if (allowedActions.canTicketNote) kinds.push('note');
  return (
    <Columns>
      <Flex direction="column" alignItems="stretch" gap={6} minWidth={0}>
        <Conversation
          ticket={ticket}
          canUpdate={allowedActions.canTicketUpdate ?? false}
          onChange={onChange}
        />
        {!isLoading && kinds.length > 0 && (
          <Composer ticket={ticket} kinds={kinds} onSent={onChange} />
        )}
        <Timeline entries={ticket.activity} />
      </Flex>
      <Flex direction="column" alignItems="stretch" gap={4} minWidth={0}>
        <Properties
          ticket={ticket}
          properties={properties}
          canUpdate={allowedActions.canTicketUpdate ?? false}
          canAssign={allowedActions.canTicketAssign ?? false}
          canOverride={allowedActions.canPipelineOverride ?? false}
          onChange={onChange}
        />
        <CustomProperties
          ticket={ticket}
          properties={properties.filter(({ isStandard }) => !isStandard)}
          canUpdate={allowedActions.canTicketUpdate ?? false}
          onChange={onChange}
        />
        <Facts ticket={ticket} />
        <HoldPanel ticket={ticket} onChanged={onRead} />
      </Flex>
    </Columns>
  );
}
