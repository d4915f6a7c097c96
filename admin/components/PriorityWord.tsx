import { Typography } from '@strapi/design-system';
import type { AgentTicketRow } from '../../server/contracts/tickets';
import { useValueWords } from '../useWords';

/** Only what is pressing stands out; a list full of bold words says nothing. */
export function PriorityWord({ priority }: { priority: AgentTicketRow['priority'] }) {
  const wordOf = useValueWords();
  if (priority === '') return <Typography textColor="neutral600">–</Typography>;
  const isPressing = priority === 'urgent' || priority === 'high';
  return (
    <Typography
      textColor={priority === 'urgent' ? 'danger600' : 'neutral800'}
      fontWeight={isPressing ? 'bold' : 'regular'}
    >
      {wordOf('priority', priority)}
    </Typography>
  );
}
