import type { CustomerTicketDetail } from '../../../services/types';
import { Fragment, h, type Child } from '../../html';
import { composerOf, KeptUploads, SecretsNotice, SendButtons } from '../../layout/composer';
import { FormTokenField } from '../../layout/form-token';
import {
  Field,
  Files,
  newSubmissionKey,
  Problems,
  SubmissionKeyField,
  type Problem,
} from '../../layout/parts';
import { madeOnce } from '../../made-once';
import type { SiteRequest } from '../../request';
import { templateOf } from '../../template';

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

/** What of a form that nobody has typed into is another one on each ticket and for each reader. */
const OF_TICKET = ['action', 'formToken', 'submissionKey', 'conversation'] as const;

/** What a customer answers with, and what an answer to a closed ticket would do. */
export function ReplyForm({ request, ticket, typed, problems }: ReplyFormProps) {
  const { t, to, ctx, place, session, composed } = request;
  const { onReply, conversation } = ticket;
  if (onReply === 'refused') return <p class="notice">{t(CLOSED[onReply])}</p>;
  const own = {
    action: to.portal('tickets', ticket.id, 'reply'),
    formToken: session?.formToken ?? '',
    submissionKey: newSubmissionKey(),
    conversation: conversation !== '' && (
      <input type="hidden" name="conversation" value={conversation} />
    ),
  };
  const form = { request, onReply, typed, problems };
  if (ctx.method === 'POST' || composed || typed !== '' || problems.length > 0)
    return <Form own={own} {...form} />;
  const part = `reply ${onReply} ${to.portal()}`;
  return madeOnce(place.portal ?? place.domain, t, part, () =>
    templateOf(OF_TICKET, (holes) => <Form own={holes} {...form} />),
  )(own);
}

interface FormProps extends Omit<ReplyFormProps, 'ticket'> {
  onReply: Exclude<CustomerTicketDetail['onReply'], 'refused'>;
  own: Record<Exclude<(typeof OF_TICKET)[number], 'conversation'>, string> & {
    conversation: Child;
  };
}

function Form({ request, onReply, typed, problems, own }: FormProps) {
  const { t } = request;
  return (
    <>
      {onReply !== 'added' && <p class="notice">{t(CLOSED[onReply])}</p>}
      <form
        id="reply"
        class="reply"
        method="post"
        enctype="multipart/form-data"
        action={own.action}
        {...composerOf(request)}
      >
        <Problems request={request} problems={problems} />
        <SecretsNotice request={request} />
        <FormTokenField token={own.formToken} />
        <SubmissionKeyField value={own.submissionKey} />
        {own.conversation}
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
    </>
  );
}
