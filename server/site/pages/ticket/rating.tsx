import { RATINGS } from '../../../contracts/tickets';
import type { CustomerTicketDetail } from '../../../services/types';
import { Fragment, h } from '../../html';
import { FormToken } from '../../layout/form-token';
import { Problems, TickGroup, type Problem } from '../../layout/parts';
import { query, type SiteRequest } from '../../request';

/** What was sent and could not be taken. */
export interface TypedRating {
  value: string;
  comment: string;
  problems: Problem[];
}

interface Props {
  request: SiteRequest;
  ticket: CustomerTicketDetail;
  typed?: TypedRating;
}

/**
 * The requester's word on a closed ticket. A link of a mail leads here, and may name a value (`?rate=4`): it stands chosen
 * and is given by the press of the button.
 */
export function RatingForm({ request, ticket, typed }: Props) {
  const { t, to } = request;
  const { rating, rights } = ticket;
  if (!rights.canRate) return null;
  const chosen = typed?.value ?? (query(request, 'rate') || String(rating?.value ?? ''));
  const problems = typed?.problems ?? [];
  const wrong = problems.find(({ field }) => field === 'comment');
  const form = (
    <form method="post" action={to.portal('tickets', ticket.id, 'rate')}>
      <Problems request={request} problems={problems} />
      <FormToken request={request} />
      <TickGroup
        id="rating"
        type="radio"
        label={t('ticket.rating')}
        options={RATINGS.map((value) => ({
          value: String(value),
          label: t(`ticket.rating.${value}`),
        }))}
        chosen={[chosen]}
        problems={problems}
        required
      />
      <div class="field">
        <label for="comment">
          {t('ticket.ratingComment')} <span class="note">({t('ticket.optional')})</span>
        </label>
        {wrong && (
          <p class="wrong" id="comment-problem">
            {wrong.text}
          </p>
        )}
        <textarea
          id="comment"
          name="body"
          rows={3}
          dir="auto"
          aria-describedby={wrong && 'comment-problem'}
          aria-invalid={wrong ? true : undefined}
        >
          {typed?.comment ?? rating?.comment ?? ''}
        </textarea>
      </div>
      <button>{t('ticket.sendRating')}</button>
    </form>
  );
  const isOpen = !rating || typed !== undefined || query(request, 'rate') !== '';
  return (
    <section id="rate" class="rate" aria-labelledby="rate-title">
      <h2 id="rate-title">{t(rating ? 'ticket.rating' : 'ticket.rate')}</h2>
      {rating && <Given request={request} rating={rating} />}
      {isOpen ? (
        <>
          {!rating && <p class="help">{t('ticket.rateIntro')}</p>}
          {form}
        </>
      ) : (
        <details class="unfolds">
          <summary>{t('ticket.rateAgain')}</summary>
          {form}
        </details>
      )}
    </section>
  );
}

function Given({
  request: { t },
  rating,
}: {
  request: SiteRequest;
  rating: NonNullable<CustomerTicketDetail['rating']>;
}) {
  return (
    <>
      <p class="strong">{t(`ticket.rating.${rating.value}`)}</p>
      {rating.comment !== '' && (
        <p class="lines" dir="auto">
          {rating.comment}
        </p>
      )}
    </>
  );
}
