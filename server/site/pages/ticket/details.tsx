import type { LinkedTicket } from '../../../contracts/tickets';
import type { CustomerTicketDetail } from '../../../services/types';
import { Fragment, h } from '../../html';
import { factOf, labelOf } from '../../layout/facts';
import { FormToken } from '../../layout/form-token';
import type { SiteRequest } from '../../request';
import { EditForm, type TypedEdits } from './edit-form';
import { Seers } from './seers';

interface Props {
  request: SiteRequest;
  ticket: CustomerTicketDetail;
  edits?: TypedEdits;
}

/** What stands beside the conversation; on a phone it is folded above it. */
export function Details({ request, ticket, edits }: Props) {
  const { t } = request;
  return (
    <aside aria-label={t('ticket.details')}>
      <details class="fold" open={edits !== undefined}>
        <summary>
          {t('ticket.details')}{' '}
          <span class={`pill ${ticket.statusMeaning}`}>{ticket.statusLabel}</span>
        </summary>
        <Facts request={request} ticket={ticket} />
        <EditForm request={request} ticket={ticket} typed={edits} />
        <SeenBy request={request} ticket={ticket} />
        <Mails request={request} ticket={ticket} />
      </details>
    </aside>
  );
}

function Facts({ request, ticket }: Props) {
  const { t, to } = request;
  const { fields, facts, participants, followsUp, followedUpBy } = ticket;
  const links = (label: string, tickets: LinkedTicket[]) =>
    tickets.length > 0 && (
      <>
        <dt>{label}</dt>
        {tickets.map(({ id, number, subject }) => (
          <dd>
            <a href={to.portal('tickets', id)}>{number}</a> <bdi>{subject}</bdi>
          </dd>
        ))}
      </>
    );
  return (
    <dl>
      {fields.map((field, at) => {
        const fact = facts[at];
        return (
          fact && (
            <>
              <dt>{labelOf(request, field)}</dt>
              <dd>{factOf(request, ticket, fact)}</dd>
            </>
          )
        );
      })}
      {participants.length > 0 && (
        <>
          <dt>{t('ticket.participants')}</dt>
          <dd>{participants.join(', ')}</dd>
        </>
      )}
      {links(t('ticket.followsUp'), followsUp ? [followsUp] : [])}
      {links(t('ticket.followedUpBy'), followedUpBy)}
    </dl>
  );
}

/** Who sees it, and the way to the page that changes it. */
function SeenBy({ request, ticket }: Props) {
  const { t, to } = request;
  const { rights, isPrivate, seers } = ticket;
  const { canAddPeople, canLeave, canRemoveAnybody, canMakePrivate, canMakeVisible } = rights;
  const hasPage =
    canAddPeople ||
    canLeave ||
    canMakePrivate ||
    canMakeVisible ||
    (canRemoveAnybody && ticket.participants.length > 0);
  return (
    <div class="part">
      {isPrivate && (
        <p>
          <span class="pill">{t('ticket.private')}</span>
        </p>
      )}
      <Seers request={request} seers={seers} />
      {hasPage && (
        <p>
          <a href={to.portal('tickets', ticket.id, 'people')}>{t('ticket.people')}</a>
        </p>
      )}
    </div>
  );
}

/** One switch for the mails of this ticket, which says where they go. */
function Mails({ request, ticket }: Props) {
  const { t, to } = request;
  const { mails } = ticket;
  if (!mails || mails.address === '') return null;
  const { wanted, address } = mails;
  return (
    <form class="part" method="post" action={to.portal('tickets', ticket.id, 'mails')}>
      <FormToken request={request} />
      <input type="hidden" name="wanted" value={wanted ? 'no' : 'yes'} />
      <p class="help" id="mails-help">
        {t('ticket.mails')}. {wanted ? t('ticket.mailsOn', { address }) : t('ticket.mailsOff')}
      </p>
      <button class="small" aria-describedby="mails-help">
        {t(wanted ? 'ticket.stopMails' : 'ticket.startMails')}
      </button>
    </form>
  );
}
