import type { StatusVariant } from '@strapi/design-system';
import type { AgentTicketRow, StatusMeaning } from '../../server/contracts/tickets';
import { Pill } from './Pill';

const VARIANTS: Record<StatusMeaning, StatusVariant> = {
  new: 'primary',
  'waiting-on-us': 'warning',
  'waiting-on-customer': 'secondary',
  closed: 'neutral',
};

export function StatusPill({ status }: { status: AgentTicketRow['status'] }) {
  return <Pill variant={VARIANTS[status.meaning] ?? 'neutral'}>{status.name}</Pill>;
}
