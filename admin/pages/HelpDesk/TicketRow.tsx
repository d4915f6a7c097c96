import { Box, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { Link, useLocation, useNavigate } from 'react-router-dom';
import { styled } from 'styled-components';
import type { PropertyDefinition } from '../../../server/contracts/properties';
import type { AgentTicketRow } from '../../../server/contracts/tickets';
import { valueInWords } from '../../../server/rules/property-words';
import { ClickableRow, isRowClick } from '../../components/DataTable';
import { PriorityWord } from '../../components/PriorityWord';
import { RelativeTime } from '../../components/RelativeTime';
import { StatusPill } from '../../components/StatusPill';
import { paths } from '../../plugin';
import { useWords } from '../../useWords';

const Subject = styled(Link)`
  color: ${({ theme }) => theme.colors.neutral800};
  font-weight: ${({ theme }) => theme.fontWeights.semiBold};
  text-decoration: none;
  overflow-wrap: anywhere;

  &:hover,
  &:focus-visible {
    color: ${({ theme }) => theme.colors.primary600};
    text-decoration: underline;
  }
`;

const NoWrap = styled.td`
  white-space: nowrap;
`;

interface Props {
  ticket: AgentTicketRow;
  sort: string;
  /** The property that the list is sorted by. */
  sortedBy: PropertyDefinition | undefined;
}

export function TicketRow({ ticket, sort, sortedBy }: Props) {
  const t = useWords();
  const { locale } = useIntl();
  const navigate = useNavigate();
  const { search } = useLocation();
  const to = paths.ticket(ticket.id);
  const state = { listSearch: search };
  return (
    <ClickableRow onClick={(event) => isRowClick(event) && navigate(to, { state })}>
      <NoWrap>{ticket.number}</NoWrap>
      <td>
        <Box minWidth="20rem" maxWidth="60rem">
          <Subject to={to} state={state} dir="auto">
            {ticket.subject}
          </Subject>
          <Typography tag="p" variant="pi" textColor="neutral600">
            {[ticket.requester, ticket.company].filter(Boolean).join(' · ')}
          </Typography>
        </Box>
      </td>
      <NoWrap>
        <StatusPill status={ticket.status} />
      </NoWrap>
      <NoWrap>
        <PriorityWord priority={ticket.priority} />
      </NoWrap>
      <NoWrap>
        {ticket.assignee?.name ?? (
          <Typography textColor="neutral600">{t('ticket.unassigned')}</Typography>
        )}
      </NoWrap>
      <NoWrap>
        {sortedBy ? (
          <bdi>{inWords(sortedBy)}</bdi>
        ) : (
          <RelativeTime at={sort === 'opened' ? ticket.openedAt : ticket.lastActivityAt} />
        )}
      </NoWrap>
    </ClickableRow>
  );

  function inWords(property: PropertyDefinition) {
    if (ticket.value === undefined) return '';
    const words = { yes: t('word.yes'), no: t('word.no') };
    return valueInWords(property, ticket.value, locale, words);
  }
}
