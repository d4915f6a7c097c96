import type { CustomerSession } from '../../../services/types';
import type { TicketPeoplePage } from '../../../services/ticket-people';
import { Fragment, h, type Child } from '../../html';
import { FormToken } from '../../layout/form-token';
import { renderPage } from '../../layout/page';
import { Field, Notice, Problems, type Problem } from '../../layout/parts';
import { query, type Answer, type SiteRequest } from '../../request';
import { Seers } from './seers';

/** An address that was sent and could not be taken. */
interface TypedAddress {
  address: string;
  problems: Problem[];
  status: number;
}

const NOTHING_TYPED: TypedAddress = { address: '', problems: [], status: 200 };

/** Who takes part in a ticket and who sees it; and how the viewer changes that. */
export async function peoplePage(
  request: SiteRequest,
  { viewer }: CustomerSession,
  id: string,
  typed = NOTHING_TYPED,
): Promise<Answer> {
  const q = query(request, 'q').slice(0, 200);
  const page = await request.services.ticketPeople.page(viewer, id, q, request.language);
  if (!page) return { kind: 'nothing' };
  return { kind: 'page', status: typed.status, html: peopleHtml(request, page, q, typed) };
}

function peopleHtml(
  request: SiteRequest,
  page: TicketPeoplePage,
  q: string,
  typed: TypedAddress,
): string {
  const { t, to } = request;
  const { ticket, rights } = page;
  return renderPage(request, {
    title: t('ticket.peopleOf', { number: ticket.number }),
    isError: typed.problems.length > 0,
    current: 'tickets',
    own: ['compose.css'],
    children: (
      <div class="narrow ticket-people">
        <p class="trail">
          <a href={to.portal('tickets', ticket.id)}>{t('ticket.backToOne')}</a>
        </p>
        <Notice request={request} />
        <h1>
          {t('ticket.people')} <small dir="auto">{ticket.subject}</small>
        </h1>
        <Seers request={request} seers={page.seers} />
        <TakingPart request={request} page={page} />
        {rights.canAddPeople && <Adding request={request} page={page} q={q} typed={typed} />}
        <Privacy request={request} page={page} />
        {rights.canLeave && (
          <section>
            <details class="unfolds">
              <summary>{t('ticket.leave')}</summary>
              <p>{t('ticket.leaveSure')}</p>
              <Act request={request} page={page} path={['people', 'leave']}>
                <button>{t('ticket.leaveYes')}</button>
              </Act>
            </details>
          </section>
        )}
      </div>
    ),
  });
}

interface Props {
  request: SiteRequest;
  page: TicketPeoplePage;
}

function TakingPart({ request, page }: Props) {
  const { t } = request;
  return (
    <section aria-labelledby="take-part">
      <h2 id="take-part">{t('ticket.takePart')}</h2>
      <p class="help">{t('ticket.takePartHelp')}</p>
      <ul class="devices people">
        <li>
          <p>
            <bdi>{page.requester}</bdi> <span class="pill">{t('ticket.requesterOf')}</span>
          </p>
        </li>
        {page.participants.map(({ id, name, isYou, canRemove }) => (
          <li>
            <p>
              <bdi>{name}</bdi> {isYou && <span class="pill">{t('ticket.you')}</span>}
            </p>
            {canRemove && (
              <Act request={request} page={page} path={['people', 'remove']}>
                <input type="hidden" name="contact" value={id} />
                <button aria-label={t('ticket.removeName', { name })}>{t('ticket.remove')}</button>
              </Act>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Adding({ request, page, q, typed }: Props & { q: string; typed: TypedAddress }) {
  const { t } = request;
  if (!page.colleagues && !page.takesAddress) return null;
  return (
    <section aria-labelledby="add-colleague">
      <h2 id="add-colleague">{t('ticket.addColleague')}</h2>
      <p class="help">{t('ticket.addColleagueHelp')}</p>
      {page.isFull ? (
        <p class="notice">{t('ticket.addFull')}</p>
      ) : (
        <>
          <Problems
            request={request}
            problems={typed.problems.filter(({ field }) => field !== 'email')}
          />
          {page.colleagues && (
            <Colleagues request={request} page={page} q={q} colleagues={page.colleagues} />
          )}
          {page.takesAddress && <ByAddress request={request} page={page} typed={typed} />}
        </>
      )}
    </section>
  );
}

function Colleagues({
  request,
  page,
  q,
  colleagues: { rows, isMore },
}: Props & { q: string; colleagues: NonNullable<TicketPeoplePage['colleagues']> }) {
  const { t, to } = request;
  return (
    <>
      {(isMore || q !== '') && (
        <form
          class="filters"
          method="get"
          action={to.portal('tickets', page.ticket.id, 'people')}
          role="search"
        >
          <label>
            <span>{t('ticket.findColleague')}</span>
            <input name="q" type="search" value={q} maxLength={200} dir="auto" />
          </label>
          <button>{t('list.apply')}</button>
        </form>
      )}
      {rows.length === 0 ? (
        <p>{t(q === '' ? 'ticket.noColleagues' : 'ticket.noColleaguesFound')}</p>
      ) : (
        <ul class="devices people">
          {rows.map(({ id, name }) => (
            <li>
              <p>
                <bdi>{name}</bdi>
              </p>
              <Act request={request} page={page} path={['people', 'add']}>
                <input type="hidden" name="contact" value={id} />
                <button aria-label={t('ticket.addName', { name })}>{t('ticket.add')}</button>
              </Act>
            </li>
          ))}
        </ul>
      )}
      {isMore && <p class="help">{t('ticket.moreColleagues')}</p>}
    </>
  );
}

function ByAddress({ request, page, typed }: Props & { typed: TypedAddress }) {
  const { t } = request;
  const { address, problems } = typed;
  const form = (
    <Act request={request} page={page} path={['people', 'add']}>
      <Problems request={request} problems={problems.filter(({ field }) => field === 'email')} />
      <Field
        id="email"
        type="email"
        label={t('ticket.addAddress')}
        help={t('ticket.addAddressHelp')}
        value={address}
        autocomplete="off"
        problems={problems}
      />
      <button>{t('ticket.add')}</button>
    </Act>
  );
  if (!page.colleagues) return form;
  return (
    <details class="unfolds" open={problems.length > 0}>
      <summary>{t('ticket.addByAddress')}</summary>
      {form}
    </details>
  );
}

function Privacy({ request, page }: Props) {
  const { t } = request;
  const { isPrivate, rights } = page;
  if (!rights.canMakePrivate && !rights.canMakeVisible) return null;
  return (
    <section aria-labelledby="privacy">
      <h2 id="privacy">{t('ticket.privacy')}</h2>
      <p>{t(isPrivate ? 'ticket.isPrivate' : 'ticket.isShared')}</p>
      <Act request={request} page={page} path={['private']}>
        <input type="hidden" name="private" value={isPrivate ? 'no' : 'yes'} />
        <button>{t(isPrivate ? 'ticket.makeVisible' : 'ticket.makePrivate')}</button>
      </Act>
    </section>
  );
}

function Act({ request, page, path, children }: Props & { path: string[]; children: Child }) {
  return (
    <form method="post" action={request.to.portal('tickets', page.ticket.id, ...path)}>
      <FormToken request={request} />
      {children}
    </form>
  );
}
