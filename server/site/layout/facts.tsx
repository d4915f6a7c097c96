import type { LIST_COLUMNS } from '../../contracts/portal-settings';
import { wordIn } from '../../rules/property-values';
import { valueInWords } from '../../rules/property-words';
import type { ShownField } from '../../rules/shown-fields';
import type { CustomerTicketRow, ShownFact } from '../../services/types';
import { Fragment, h } from '../html';
import type { SiteRequest } from '../request';
import { templateOf } from '../template';
import { Time } from './parts';

type FieldOfNoProperty = (typeof LIST_COLUMNS)[number];

/** What a fact of a ticket is called: a property as its admin calls it. */
export const labelOf = ({ t, language }: SiteRequest, { key, definition }: ShownField): string =>
  definition
    ? wordIn(definition.labels, language, key)
    : t(`ticket.${key as FieldOfNoProperty}` as const);

const STATUS = templateOf(['meaning', 'label'], ({ meaning, label }) => (
  <span class={`pill ${meaning}`}>{label}</span>
));
const TEXT = templateOf(['text'], ({ text }) => <bdi>{text}</bdi>);

/** A fact of a ticket as its reader reads it. A plain function: lists say hundreds of them. */
export function factOf(
  request: SiteRequest,
  ticket: Pick<CustomerTicketRow, 'statusMeaning' | 'statusLabel'>,
  fact: NonNullable<ShownFact>,
) {
  switch (fact.kind) {
    case 'status':
      return STATUS({ meaning: ticket.statusMeaning, label: ticket.statusLabel });
    case 'instant':
      return <Time request={request} instant={fact.instant} />;
    case 'text':
      return TEXT({ text: fact.text });
    case 'value':
      return <Value request={request} fact={fact} />;
  }
}

function Value({
  request,
  fact: { definition, value },
}: {
  request: SiteRequest;
  fact: Extract<ShownFact, { kind: 'value' }>;
}) {
  const { t, language } = request;
  const words = { yes: t('word.yes'), no: t('word.no') };
  const shown = valueInWords(definition, value, language, words);
  switch (definition.kind) {
    case 'date':
      return <time dateTime={String(value)}>{shown}</time>;
    case 'link':
      return (
        <a href={shown} rel="noopener nofollow">
          <bdi>{shown}</bdi>
        </a>
      );
    default:
      return <bdi>{shown}</bdi>;
  }
}

/** Where a ticket has nothing: a dash for the eye, a word for the ear. */
export function NoFact({ request }: { request: SiteRequest }) {
  return (
    <>
      <span class="nothing" aria-hidden="true">
        –
      </span>
      <span class="unseen">{request.t('list.none')}</span>
    </>
  );
}
