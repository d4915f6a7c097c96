import {
  STATUS_MEANINGS,
  TICKET_STATES,
  type StatusMeaning,
  type TicketState,
} from '../../../contracts/tickets';
import type { PropertyDefinition } from '../../../contracts/properties';
import type {
  CustomerSession,
  CustomerTicketPage,
  CustomerTicketQuery,
} from '../../../services/types';
import { h } from '../../html';
import { renderPage } from '../../layout/page';
import type { ShownField } from '../../../rules/shown-fields';
import { factOf, labelOf, NoFact } from '../../layout/facts';
import { Notice } from '../../layout/parts';
import { askedValues, fieldsOf, PropertyFilters, SortOptions } from './property-filters';
import { maySendRequest, query, type Answer, type SiteRequest } from '../../request';

const oneOf = <Choice extends string>(
  choices: readonly Choice[],
  value: string,
  otherwise: Choice,
): Choice => choices.find((choice) => choice === value) ?? otherwise;

/** The customer's list. Its whole state stands in the address. */
export async function ticketListPage(
  request: SiteRequest,
  session: CustomerSession,
): Promise<Answer> {
  const { services, language } = request;
  const properties = services.customerTickets.shownProperties();
  const hasCompany = session.viewer.companyKeys.length > 0;
  const asked: CustomerTicketQuery = {
    scope: hasCompany && query(request, 'scope') === 'company' ? 'company' : 'mine',
    company: '',
    state: oneOf<TicketState>(TICKET_STATES, query(request, 'state'), 'open'),
    status: oneOf<StatusMeaning | ''>(STATUS_MEANINGS, query(request, 'status'), ''),
    q: query(request, 'q').slice(0, 200),
    sort: query(request, 'sort') || 'activity',
    values: askedValues(request, properties),
    cursor: query(request, 'cursor').slice(0, 220),
    language,
  };
  const isOfSeveral = asked.scope === 'company' && session.viewer.companyKeys.length > 1;
  const companies = isOfSeveral ? await services.customerTickets.companies(session.viewer) : [];
  const chosen = query(request, 'company');
  asked.company = companies.find(({ id }) => id === chosen)?.id ?? '';
  const page = await services.customerTickets.list(session.viewer, asked);
  return {
    kind: 'page',
    status: 200,
    html: listHtml(request, asked, page, { hasCompany, companies, properties }),
  };
}

function addressOf(
  request: SiteRequest,
  asked: CustomerTicketQuery,
  changed: Partial<CustomerTicketQuery>,
): string {
  const { scope, company, state, status, q, sort, values, cursor } = {
    ...asked,
    cursor: '',
    ...changed,
  };
  const entries = {
    scope: scope === 'mine' ? '' : scope,
    company: scope === 'mine' ? '' : (company ?? ''),
    state: state === 'open' ? '' : state,
    status,
    q,
    sort: sort === 'activity' ? '' : sort,
    ...fieldsOf(values ?? {}),
    cursor,
  };
  const search = new URLSearchParams(
    Object.entries(entries).filter(([, value]) => value !== ''),
  ).toString();
  return request.to.portal() + (search === '' ? '' : `?${search}`);
}

export function listHtml(
  request: SiteRequest,
  asked: CustomerTicketQuery,
  page: CustomerTicketPage,
  choices: {
    hasCompany: boolean;
    companies: { id: string; name: string }[];
    properties: PropertyDefinition[];
  },
): string {
  const { t, to } = request;
  const { hasCompany, companies, properties } = choices;
  const isNarrowed = Object.keys(asked.values ?? {}).length > 0;
  const companyWords = t(companies.length > 1 ? 'list.severalCompanies' : 'list.company');
  const isFiltered =
    asked.q !== '' ||
    asked.status !== '' ||
    asked.state !== 'open' ||
    asked.company !== '' ||
    isNarrowed;
  return renderPage(request, {
    title: t('list.title'),
    current: 'tickets',
    children: (
      <div class="wide">
        <Notice request={request} />
        <div class="titleline">
          <h1>{asked.scope === 'company' ? companyWords : t('list.title')}</h1>
          {maySendRequest(request) && (
            <a class="button primary" href={to.portal('new')}>
              {t('list.new')}
            </a>
          )}
        </div>
        {hasCompany && (
          <nav class="tabs" aria-label={t('list.scope')}>
            {(['mine', 'company'] as const).map((scope) => (
              <a
                href={addressOf(request, asked, { scope })}
                aria-current={asked.scope === scope ? 'page' : undefined}
              >
                {t(`list.${scope}`)}
              </a>
            ))}
          </nav>
        )}
        <nav class="tabs small" aria-label={t('list.state')}>
          {TICKET_STATES.map((state) => (
            <a
              href={addressOf(request, asked, { state, status: '' })}
              aria-current={asked.state === state ? 'page' : undefined}
            >
              {t(`list.${state}`)}
            </a>
          ))}
        </nav>
        <form class="filters" method="get" action={to.portal()}>
          {asked.scope === 'company' && <input type="hidden" name="scope" value="company" />}
          {asked.state !== 'open' && <input type="hidden" name="state" value={asked.state} />}
          <label>
            <span>{t('list.search')}</span>
            <input name="q" type="search" value={asked.q} maxLength={200} dir="auto" />
          </label>
          {companies.length > 1 && (
            <label>
              <span>{t('list.companies')}</span>
              <select name="company">
                <option value="">{t('list.anyCompany')}</option>
                {companies.map(({ id, name }) => (
                  <option value={id} selected={asked.company === id}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
          )}
          <label>
            <span>{t('list.status')}</span>
            <select name="status">
              <option value="">{t('list.anyStatus')}</option>
              {STATUS_MEANINGS.map((meaning) => (
                <option value={meaning} selected={asked.status === meaning}>
                  {t(`status.${meaning}`)}
                </option>
              ))}
            </select>
          </label>
          <label>
            <span>{t('list.sort')}</span>
            <select name="sort">
              <option value="">{t('list.byActivity')}</option>
              <option value="opened" selected={asked.sort === 'opened'}>
                {t('list.byOpened')}
              </option>
              <SortOptions request={request} properties={properties} chosen={asked.sort} />
            </select>
          </label>
          <button>{t('list.apply')}</button>
          <PropertyFilters request={request} properties={properties} values={asked.values ?? {}} />
        </form>
        {page.isCut && <p class="notice">{t('list.cut')}</p>}
        {/p\./.test(asked.sort) && <p class="hint">{t('list.withValue')}</p>}
        {page.rows.length === 0 ? (
          <Empty request={request} isFiltered={isFiltered} />
        ) : (
          <Rows request={request} page={page} scope={asked.scope} />
        )}
        <p class="pages">
          {asked.cursor !== '' && <a href={addressOf(request, asked, {})}>{t('list.first')}</a>}
          {page.nextCursor !== null && (
            <a rel="next" href={addressOf(request, asked, { cursor: page.nextCursor })}>
              {t('list.next')}
            </a>
          )}
        </p>
      </div>
    ),
  });
}

function Empty({ request, isFiltered }: { request: SiteRequest; isFiltered: boolean }) {
  const { t, to } = request;
  return (
    <div class="calm empty">
      <p>{isFiltered ? t('list.emptyFiltered') : t('list.empty')}</p>
      {isFiltered ? <a href={to.portal()}>{t('list.clear')}</a> : <p>{t('list.emptyHelp')}</p>}
    </div>
  );
}

interface RowsProps {
  request: SiteRequest;
  page: CustomerTicketPage;
  scope: CustomerTicketQuery['scope'];
}

/** With more columns the table may be wider than the page: it scrolls by itself. */
const WIDE = 5;

/** A table; on a phone each row is a card, whose facts are labelled where they would not say what they are. */
function Rows({ request, page, scope }: RowsProps) {
  const { t } = request;
  const { columns, rows } = page;
  const hasNumber = columns.some(({ key }) => key === 'number');
  const isWide = columns.length > WIDE;
  const heads = columns.map((column) => {
    const name = labelOf(request, column);
    const kind = column.key === 'requester' ? ('from' as const) : undefined;
    // On a card of one's own list nobody reads who it is from.
    const isUnnamed = isSpeaking(column, columns) || (kind && scope === 'mine');
    return { name, kind, label: isUnnamed ? undefined : name };
  });
  const nothing = <NoFact request={request} />;
  const table = (
    <table class={`tickets ${scope}`}>
      <thead>
        <tr>
          <th scope="col">{t('list.subject')}</th>
          {heads.map(({ name }) => (
            <th scope="col">{name}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr class={row.awaitsCustomer ? 'waits' : undefined}>
            <td>
              <a href={request.to.portal('tickets', row.id)}>
                <bdi>{row.subject}</bdi>
              </a>
              {!hasNumber && <small>{row.number}</small>}
            </td>
            {heads.map(({ label, kind }, at) => {
              const fact = row.facts[at] ?? null;
              return (
                <td class={fact === null ? 'none' : kind} data-label={label}>
                  {fact === null ? nothing : factOf(request, row, fact)}
                </td>
              );
            })}
          </tr>
        ))}
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

/** These say by themselves what they are; a lonely instant is the last activity. */
const SPEAKING = new Set(['status', 'number']);
const isSpeaking = ({ key }: ShownField, columns: readonly ShownField[]): boolean =>
  SPEAKING.has(key) ||
  (key === 'last_activity' &&
    columns.filter(({ definition }) => definition?.kind === 'instant').length === 1);
