import type { ReactNode } from 'react';
import { Box, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { AgentTicketDetail, LinkedTicket } from '../../../server/contracts/tickets';
import { RecordLink } from '../../components/RecordLink';
import { RelativeTime } from '../../components/RelativeTime';
import { paths } from '../../plugin';
import { useValueWords, useWords } from '../../useWords';
import { Panel } from './Panel';

/** What an agent reads about a ticket and does not change here. */
export function Facts({ ticket }: { ticket: AgentTicketDetail }) {
  const t = useWords();
  const wordOf = useValueWords();
  const { formatDisplayName } = useIntl();
  const participants = ticket.people.filter(({ role }) => role === 'participant');
  const requester = ticket.people.find(({ role }) => role === 'requester');
  return (
    <Panel title={t('facts.title')}>
      <Box tag="dl">
        <Fact label={t('field.requester')}>
          <Person name={requester?.name || ticket.requester} address={requester?.address ?? ''} />
        </Fact>
        {participants.length > 0 && (
          <Fact label={t('field.participants')}>
            {participants.map(({ id, name, address }) => (
              <Person key={id} name={name} address={address} />
            ))}
          </Fact>
        )}
        {ticket.followsUp && (
          <Fact label={t('field.followsUp')}>
            <TicketLink ticket={ticket.followsUp} />
          </Fact>
        )}
        {ticket.followedUpBy.length > 0 && (
          <Fact label={t('field.followedUpBy')}>
            {ticket.followedUpBy.map((one) => (
              <TicketLink key={one.id} ticket={one} />
            ))}
          </Fact>
        )}
        {ticket.isPrivate && <Fact label={t('field.privacy')}>{t('facts.private')}</Fact>}
        {ticket.rating && (
          <Fact label={t('field.rating')}>
            {t('facts.rating', { value: ticket.rating.value })}{' '}
            {wordOf('rating', String(ticket.rating.value))}
            <Typography variant="pi" textColor="neutral600" display="block">
              <RelativeTime at={ticket.rating.ratedAt} />
            </Typography>
            {ticket.rating.comment !== '' && (
              <Box paddingTop={1} style={{ whiteSpace: 'pre-line' }}>
                <bdi>{ticket.rating.comment}</bdi>
              </Box>
            )}
          </Fact>
        )}
        {ticket.readArticles.length > 0 && (
          <Fact label={t('field.readArticles')}>
            {ticket.readArticles.map(({ id, locale, version, title }) => (
              <Box key={id} paddingBottom={1}>
                <bdi lang={locale}>{title}</bdi>
                <Typography variant="pi" textColor="neutral600" display="block">
                  {formatDisplayName(locale, { type: 'language' }) ?? locale} ·{' '}
                  <RelativeTime at={version} />
                </Typography>
              </Box>
            ))}
          </Fact>
        )}
        <Fact label={t('field.inbox')}>{ticket.inbox}</Fact>
        <Fact label={t('field.portal')}>{ticket.portal.name}</Fact>
        <Fact label={t('field.source')}>{wordOf('source', ticket.source)}</Fact>
        <Fact label={t('field.opened')}>
          <RelativeTime at={ticket.openedAt} />
        </Fact>
      </Box>
    </Panel>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  if (children === '') return null;
  return (
    <Box paddingBottom={3}>
      <Typography tag="dt" variant="pi" fontWeight="bold" textColor="neutral600">
        {label}
      </Typography>
      <Typography tag="dd" textColor="neutral800" style={{ overflowWrap: 'anywhere' }}>
        {children}
      </Typography>
    </Box>
  );
}

function TicketLink({ ticket: { id, number, subject } }: { ticket: LinkedTicket }) {
  return (
    <Box tag="span" display="block">
      <RecordLink to={paths.ticket(id)}>{number}</RecordLink> <bdi>{subject}</bdi>
    </Box>
  );
}

function Person({ name, address }: { name: string; address: string }) {
  return (
    <Box tag="span" display="block">
      <bdi>{name || address}</bdi>
      {name !== '' && address !== '' && (
        <Typography variant="pi" textColor="neutral600" display="block">
          {address}
        </Typography>
      )}
    </Box>
  );
}
