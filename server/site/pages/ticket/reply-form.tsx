import type { CustomerTicketDetail } from '../../../services/types';
import { Fragment, h } from '../../html';
import { composerOf, KeptUploads, SecretsNotice, SendButtons } from '../../layout/composer';
import { FormToken } from '../../layout/form-token';
import { Field, Files, Problems, SubmissionKey, type Problem } from '../../layout/parts';
import type { SiteRequest } from '../../request';

/** What is said above the reply of a closed ticket. */
const CLOSED = {
  reopens: 'ticket.isClosed',
  'follows-up': 'ticket.opensFollowUp',
  refused: 'ticket.isClosedForGood',
} as const;

interface ReplyFormProps {
  request: SiteRequest;
  ticket: CustomerTicketDetail;
  typed: string;
  problems: Problem[];
}

/** What a customer answers with, and what an answer to a closed ticket would do. */
export function ReplyForm({ request, ticket, typed, problems }: ReplyFormProps) {
  const { t, to } = request;
  const { onReply, conversation } = ticket;
  return (
    <>
      {onReply !== 'added' && <p class="notice">{t(CLOSED[onReply])}</p>}
      {onReply !== 'refused' && (
        <form
          id="reply"
          class="reply"
          method="post"
          enctype="multipart/form-data"
          action={to.portal('tickets', ticket.id, 'reply')}
          {...composerOf(request)}
        >
          <Problems request={request} problems={problems} />
          <SecretsNotice request={request} />
          <FormToken request={request} />
          <SubmissionKey />
          {conversation !== '' && <input type="hidden" name="conversation" value={conversation} />}
          <Field
            id="body"
            label={t('ticket.reply')}
            help={t('compose.markdown')}
            rows={6}
            value={typed}
            problems={problems}
          />
          <KeptUploads request={request} />
          <Files request={request} problems={problems} />
          <SendButtons request={request}>
            {t(onReply === 'follows-up' ? 'ticket.sendFollowUp' : 'ticket.send')}
          </SendButtons>
        </form>
      )}
    </>
  );
}
