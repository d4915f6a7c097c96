import type { MarkedText } from '../../../rules/found-words';
import { isSortable } from '../../../rules/property-filters';
import type { ShownField } from '../../../rules/shown-fields';
import type { CustomerTicketPage } from '../../../services/types';
import { Fragment, h, type Html } from '../../html';
import { factOf, labelOf, NoFact } from '../../layout/facts';
import type { SiteRequest } from '../../request';
import { drawnOnce, madeOnce } from '../../made-once';
import { templateOf } from '../../template';
import { addressOf, isPlain, isSearch, type AskedList, type Choices } from './asked';

interface RowsProps {
  request: SiteRequest;
  page: CustomerTicketPage;
  asked: AskedList;
  choices: Choices;
}

/** With more columns the table may be wider than the page: it scrolls by itself. */
const WIDE = 5;

/** A table; on a phone each row is a card, whose facts are labelled where they would not say what they are. */
export function Rows({ request, page, asked, choices }: RowsProps) {
  const { t, to } = request;
  const { columns, rows } = page;
  const { scope } = asked;
  const { properties } = choices;
  const hasNumber = columns.some(({ key }) => key === 'number');
  const isWide = columns.length > WIDE;
  const cells = madeOnce(properties, t, `cells ${scope}`, () => cellsOf(request, columns, scope));
  const newReply = madeOnce(properties, t, 'new reply', () => (
    <span class="fresh">{t('list.newReply')}</span>
  ));
  const heads = () => <Heads request={request} asked={asked} columns={columns} />;
  const table = (
    <table class={`tickets ${scope}`}>
      {isPlain(asked, choices)
        ? drawnOnce(properties, t, `head ${to.portal()} ${scope} ${asked.state}`, heads)
        : heads()}
      <tbody>
        {rows.map((row) =>
          (row.awaitsCustomer ? WAITING_ROW : ROW)({
            href: to.portal('tickets', row.id),
            subject: row.match ? <Marked parts={row.match.subject} /> : row.subject,
            newReply: row.isUnread && newReply,
            number: !hasNumber && NUMBER({ number: row.number }),
            snippet: row.match?.snippet && <Snippet parts={row.match.snippet} />,
            cells: cells.map(({ filled, empty }, at) => {
              const fact = row.facts[at] ?? null;
              return fact === null ? empty : filled({ fact: factOf(request, row, fact) });
            }),
          }),
        )}
      </tbody>
    </table>
  );
  if (!isWide) return table;
  return (
    <div class="scroll" role="region" aria-label={t('list.title')} tabIndex={0}>
      {table}
    </div>
  );
}

const rowTemplate = (kind?: string) =>
  templateOf(['href', 'subject', 'newReply', 'number', 'snippet', 'cells'], (holes) => (
    <tr class={kind}>
      <td>
        <a href={holes.href}>
          <bdi>{holes.subject}</bdi>
        </a>
        {holes.newReply}
        {holes.number}
        {holes.snippet}
      </td>
      {holes.cells}
    </tr>
  ));

const ROW = rowTemplate();
const WAITING_ROW = rowTemplate('waits');
const NUMBER = templateOf(['number'], ({ number }) => <small>{number}</small>);

/** The cell of each column, with a fact and without one. */
function cellsOf(request: SiteRequest, columns: readonly ShownField[], scope: AskedList['scope']) {
  return columns.map((column) => {
    const kind = column.key === 'requester' ? ('from' as const) : undefined;
    // On a card of one's own list nobody reads who it is from.
    const isUnnamed = isSpeaking(column, columns) || (kind && scope === 'mine');
    const label = isUnnamed ? undefined : labelOf(request, column);
    return {
      filled: templateOf(['fact'], ({ fact }) => (
        <td class={kind} data-label={label}>
          {fact}
        </td>
      )),
      empty: (
        <td class="none" data-label={label}>
          <NoFact request={request} />
        </td>
      ),
    };
  });
}

const Snippet = ({ parts }: { parts: MarkedText }) => (
  <p class="snippet" dir="auto">
    <Marked parts={parts} />
  </p>
);

/** What was searched for stands out, and is told apart without colour too. */
const Marked = ({ parts }: { parts: MarkedText }) => (
  <>{parts.map(({ text, isMarked }) => (isMarked ? <mark>{text}</mark> : text))}</>
);

interface HeadsProps {
  request: SiteRequest;
  asked: AskedList;
  columns: readonly ShownField[];
}

/** The heads of columns that have an order lead to the list in this order. */
function Heads({ request, asked, columns }: HeadsProps): Html {
  return (
    <thead>
      <tr>
        <th scope="col">{request.t('list.subject')}</th>
        {columns.map((column) => {
          const sort = isSearch(asked) ? null : sortOf(column, asked.sort);
          const name = labelOf(request, column);
          return (
            <th scope="col" aria-sort={sort?.now}>
              {sort ? <a href={addressOf(request, asked, { sort: sort.next })}>{name}</a> : name}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

type Sort = { now?: 'ascending' | 'descending'; next: string };

function sortOf({ key, definition }: ShownField, asked: string): Sort | null {
  const fixed = { created: 'opened', last_activity: 'activity' }[key];
  if (fixed && definition?.isStandard)
    return { next: fixed, now: asked === fixed ? 'descending' : undefined };
  if (!definition || !isSortable(definition)) return null;
  const [ascending, descending] = [`p.${key}`, `-p.${key}`];
  if (asked === ascending) return { now: 'ascending', next: descending };
  return { now: asked === descending ? 'descending' : undefined, next: ascending };
}

/** These say by themselves what they are; a lonely instant is the last activity. */
const SPEAKING = new Set(['status', 'number']);
const isSpeaking = ({ key }: ShownField, columns: readonly ShownField[]): boolean =>
  SPEAKING.has(key) ||
  (key === 'last_activity' &&
    columns.filter(({ definition }) => definition?.kind === 'instant').length === 1);
