import type { CustomerTicketDetail } from '../../../services/types';
import { Fragment, h } from '../../html';
import { FormToken } from '../../layout/form-token';
import { SubmissionKey } from '../../layout/parts';
import type { SiteRequest } from '../../request';

interface Props {
  request: SiteRequest;
  ticket: CustomerTicketDetail;
}

/** Closes with one press where it can be opened again, and asks first where it cannot; with or without a last message. */
export function CloseForm({ request, ticket }: Props) {
  const { t, to } = request;
  if (!ticket.canClose) return null;
  const action = to.portal('tickets', ticket.id, 'close');
  const isForGood = request.session?.viewer.portal.settings.tickets.reopenDays === 0;
  return (
    <>
      {!isForGood && (
        <form method="post" action={action}>
          <FormToken request={request} />
          <button>{t('ticket.close')}</button>
        </form>
      )}
      <details class="unfolds">
        <summary>{t(isForGood ? 'ticket.close' : 'ticket.closeWithWord')}</summary>
        <form method="post" action={action}>
          {isForGood && <p>{t('ticket.closeForGood')}</p>}
          <FormToken request={request} />
          <SubmissionKey />
          <input type="hidden" name="conversation" value={ticket.conversation} />
          <div class="field">
            <label for="closing">
              {t('ticket.closingWord')}{' '}
              {isForGood && <span class="note">({t('ticket.optional')})</span>}
            </label>
            <p class="help" id="closing-help">
              {t('ticket.closingWordHelp')}
            </p>
            <textarea
              id="closing"
              name="body"
              rows={4}
              dir="auto"
              required={!isForGood}
              aria-describedby="closing-help"
            />
          </div>
          <button>{t('ticket.close')}</button>
        </form>
      </details>
    </>
  );
}

/** The way back after closing, as long as the portal has one. */
export function ReopenForm({ request, ticket }: Props) {
  const { t, to } = request;
  if (!ticket.rights.canReopen) return null;
  return (
    <form method="post" action={to.portal('tickets', ticket.id, 'reopen')}>
      <FormToken request={request} />
      <button>{t('ticket.reopen')}</button>
    </form>
  );
}
