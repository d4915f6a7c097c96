import type { AgentTicketRow } from '../../server/contracts/tickets';
import { Pill } from './Pill';

export function StatusPill({ status }: { status: AgentTicketRow['status'] }) {
  return <Pill variant={status.color}>{status.name}</Pill>;
}
