import type { CustomerSession, CustomerTicketPage } from '../../../services/types';
import { h } from '../../html';
import { renderPage } from '../../layout/page';
import { Notice } from '../../layout/parts';
import { maySendRequest, query, type Answer, type SiteRequest } from '../../request';
import { addressOf, askedList, isSearch, type AskedList, type Choices } from './asked';
import { Chips, Narrowing } from './narrowing';
import { Empty } from './empty';
import { Rows } from './rows';

/** The customer's list. Its whole state stands in the address. */
export async function ticketListPage(
  request: SiteRequest,
  session: CustomerSession,
): Promise<Answer> {
  const { asked, choices } = await readAsked(request, session);
  const page = await request.services.customerTickets.list(session.viewer, asked);
  return { kind: 'page', status: 200, html: listHtml(request, asked, page, choices) };
}

/** What an address asks for, and what its reader may choose from. */
export async function readAsked(
  request: SiteRequest,
  session: CustomerSession,
): Promise<{ asked: AskedList; choices: Choices }> {
  const { customerTickets } = request.services;
  const { viewer } = session;
  const { properties, priority, category } = customerTickets.choices(viewer.portal);
  const choices: Choices = {
    properties,
    priority,
    category,
    statuses: customerTickets.statusChoices(viewer.portal, request.language),
    hasCompany: viewer.companyKeys.length > 0,
    companies: [],
  };
  const asked = askedList(request, session, choices);
  const isOfSeveral = asked.scope === 'company' && viewer.companyKeys.length > 1;
  if (isOfSeveral) choices.companies = await customerTickets.companies(viewer);
  const chosen = query(request, 'company');
  asked.company = choices.companies.find(({ id }) => id === chosen)?.id ?? '';
  return { asked, choices };
}

export function listHtml(
  request: SiteRequest,
  asked: AskedList,
  page: CustomerTicketPage,
  choices: Choices,
): string {
  const { t, to } = request;
  const companyWords = t(choices.companies.length > 1 ? 'list.severalCompanies' : 'list.company');
  const heading = asked.scope === 'company' ? companyWords : t('list.title');
  const q = asked.q.trim();
  return renderPage(request, {
    title: q === '' ? heading : t('list.searchTitle', { q, list: heading }),
    current: 'tickets',
    children: (
      <div class="wide">
        <Notice request={request} />
        <div class="titleline">
          <h1>{heading}</h1>
          {maySendRequest(request) && (
            <a class="button primary" href={to.portal('new')}>
              {t('list.new')}
            </a>
          )}
        </div>
        <Narrowing request={request} asked={asked} choices={choices} />
        <Chips request={request} asked={asked} choices={choices} />
        <Found request={request} page={page} />
        {page.isCut && <p class="notice">{t('list.cut')}</p>}
        {/p\./.test(asked.sort) && !isSearch(asked) && <p class="hint">{t('list.withValue')}</p>}
        {page.rows.length === 0 ? (
          <Empty request={request} asked={asked} page={page} choices={choices} />
        ) : (
          <Rows request={request} page={page} asked={asked} choices={choices} />
        )}
        <Foot request={request} asked={asked} page={page} />
      </div>
    ),
  });
}

/** How many there are, where the list is narrowed: said to whoever does not see it. */
function Found({ request, page }: { request: SiteRequest; page: CustomerTicketPage }) {
  const { found, rows } = page;
  if (!found || rows.length === 0) return null;
  const key = found.isMore ? 'list.foundMore' : 'list.found';
  return (
    <p class="hint" role="status">
      {request.t(key, { count: found.total })}
    </p>
  );
}

interface FootProps {
  request: SiteRequest;
  asked: AskedList;
  page: CustomerTicketPage;
}

function Foot({ request, asked, page }: FootProps) {
  const { t, session } = request;
  const { nextCursor, isUnfinished } = page;
  return (
    <div class="pages">
      {isUnfinished && <p class="hint">{t('list.unfinished')}</p>}
      {asked.cursor !== '' && <a href={addressOf(request, asked, {})}>{t('list.first')}</a>}
      {nextCursor !== null && (
        <a rel="next" href={addressOf(request, asked, { cursor: nextCursor })}>
          {t(isUnfinished ? 'list.goOn' : 'list.next')}
        </a>
      )}
      {page.rows.length > 0 && session?.viewedBy === '' && (
        <a class="export" href={addressOf(request, asked, {}, 'tickets.csv')}>
          {t('list.export')}
        </a>
      )}
    </div>
  );
}
