import type { CustomerTicketDetail } from '../../../services/types';
import { Fragment, h } from '../../html';
import { FormToken, FormTokenField } from '../../layout/form-token';
import { newSubmissionKey, SubmissionKeyField } from '../../layout/parts';
import { madeOnce } from '../../made-once';
import type { Translate } from '../../messages';
import type { SiteRequest } from '../../request';
import { templateOf } from '../../template';

interface Props {
  request: SiteRequest;
  ticket: CustomerTicketDetail;
}

/** Closes with one press where it can be opened again, and asks first where it cannot; with or without a last message. */
export function CloseForm({ request, ticket }: Props) {
  const { t, to, session } = request;
  if (!ticket.canClose || !session) return null;
  const { portal } = session.viewer;
  const draw = madeOnce(portal, t, 'close form', () =>
    templateOf(['action', 'formToken', 'submissionKey', 'conversation'], (holes) =>
      closeForms(t, portal.settings.tickets.reopenDays === 0, holes),
    ),
  );
  return draw({
    action: to.portal('tickets', ticket.id, 'close'),
    formToken: session.formToken,
    submissionKey: newSubmissionKey(),
    conversation: ticket.conversation,
  });
}

function closeForms(
  t: Translate,
  isForGood: boolean,
  own: Record<'action' | 'formToken' | 'submissionKey' | 'conversation', string>,
) {
  const formToken = <FormTokenField token={own.formToken} />;
  return (
    <>
      {!isForGood && (
        <form method="post" action={own.action}>
          {formToken}
          <button>{t('ticket.close')}</button>
        </form>
      )}
      <details class="unfolds">
        <summary>{t(isForGood ? 'ticket.close' : 'ticket.closeWithWord')}</summary>
        <form method="post" action={own.action}>
          {isForGood && <p>{t('ticket.closeForGood')}</p>}
          {formToken}
          <SubmissionKeyField value={own.submissionKey} />
          <input type="hidden" name="conversation" value={own.conversation} />
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
