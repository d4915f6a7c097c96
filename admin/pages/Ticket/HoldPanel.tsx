import { useRBAC } from '@strapi/strapi/admin';
import type { AgentTicketDetail } from '../../../server/contracts/tickets';
import { HoldSwitch } from '../../components/HoldSwitch';
import { permissions } from '../../permissions';
import { useWords } from '../../useWords';
import { Panel } from './Panel';

interface Props {
  ticket: AgentTicketDetail;
  onChanged: () => void;
}

/** A legal hold on the ticket; shown to whoever may set it, and to everybody while it is on. */
export function HoldPanel({ ticket, onChanged }: Props) {
  const t = useWords();
  const { allowedActions } = useRBAC(permissions.retentionEdit);
  const canChange = allowedActions.canRetentionEdit === true;
  if (!canChange && !ticket.isHeld) return null;
  return (
    <Panel title={t('holds.title')}>
      <HoldSwitch
        record={`/tickets/${ticket.id}`}
        isHeld={ticket.isHeld}
        hint={t('holds.ticketHint')}
        canChange={canChange}
        onChanged={onChanged}
      />
    </Panel>
  );
}
