import type { ColleaguesPage, ColleagueView, InvitedView } from '../../../services/colleagues';
import type { CustomerSession } from '../../../services/types';
import { Fragment, h, type Child } from '../../html';
import { FormToken } from '../../layout/form-token';
import { renderPage } from '../../layout/page';
import { Notice, Time } from '../../layout/parts';
import { HelpContact } from '../../system-texts';
import { query, type Answer, type SiteRequest } from '../../request';

/** The list's address with what is asked of it; an empty value is left out. */
export function listAddress(
  request: SiteRequest,
  asked: { company?: string; q?: string; cursor?: string; done?: string },
): string {
  const entries = Object.entries(asked).filter(([, value]) => value !== '');
  const search = new URLSearchParams(entries).toString();
  return request.to.portal('colleagues') + (search === '' ? '' : `?${search}`);
}

/** The people of a company for its manager. */
export async function colleagueList(
  request: SiteRequest,
  session: CustomerSession,
  company: string,
): Promise<Answer> {
  const q = query(request, 'q').slice(0, 200);
  const cursor = query(request, 'cursor').slice(0, 20);
  const page = await request.services.colleagues.page(session.viewer, { company, q, cursor });
  if (!page) return { kind: 'nothing' };
  return { kind: 'page', status: 200, html: listHtml(request, page, { q, cursor }) };
}

function listHtml(
  request: SiteRequest,
  page: ColleaguesPage,
  { q, cursor }: { q: string; cursor: string },
): string {
  const { t, to } = request;
  const { company, companies, rows, invited } = page;
  const showsInvited = invited.length > 0 && cursor === '' && q === '';
  return renderPage(request, {
    title: t('colleagues.title'),
    current: 'profile',
    children: (
      <div class="wide">
        <Notice request={request} />
        <div class="titleline">
          <h1>
            {t('colleagues.title')} <small dir="auto">{company.name}</small>
          </h1>
          {page.canInvite && (
            <a
              class="button primary"
              href={`${to.portal('colleagues', 'invite')}?company=${company.id}`}
            >
              {t('colleagues.invite')}
            </a>
          )}
        </div>
        {companies.length > 1 && (
          <nav class="tabs" aria-label={t('colleagues.companies')}>
            {companies.map(({ id, name }) => (
              <a
                href={listAddress(request, { company: id })}
                aria-current={id === company.id ? 'page' : undefined}
                dir="auto"
              >
                {name}
              </a>
            ))}
          </nav>
        )}
        <Hints request={request} page={page} />
        <form class="filters" method="get" action={to.portal('colleagues')}>
          {companies.length > 1 && <input type="hidden" name="company" value={company.id} />}
          <label>
            <span>{t('colleagues.search')}</span>
            <input name="q" type="search" value={q} maxLength={200} dir="auto" />
          </label>
          <button>{t('list.apply')}</button>
        </form>
        {rows.length === 0 ? (
          <div class="calm empty">
            <p>{t('colleagues.nobody')}</p>
            <a href={listAddress(request, { company: company.id })}>{t('list.clear')}</a>
          </div>
        ) : (
          <ul class="devices people">
            {rows.map((colleague) => (
              <Person request={request} page={page} colleague={colleague} />
            ))}
          </ul>
        )}
        <p class="pages">
          {cursor !== '' && (
            <a href={listAddress(request, { company: company.id, q })}>{t('list.first')}</a>
          )}
          {page.nextCursor !== '' && (
            <a
              rel="next"
              href={listAddress(request, { company: company.id, q, cursor: page.nextCursor })}
            >
              {t('list.next')}
            </a>
          )}
        </p>
        {showsInvited && (
          <>
            <h2>{t('colleagues.invited')}</h2>
            <p class="help">{t('colleagues.invitedHelp')}</p>
            <ul class="devices people">
              {invited.map((one) => (
                <Invited request={request} company={company.id} invited={one} />
              ))}
            </ul>
          </>
        )}
      </div>
    ),
  });
}

/** What stands in a manager's way at this portal, and who helps. */
function Hints({ request, page }: { request: SiteRequest; page: ColleaguesPage }) {
  const { t } = request;
  if (page.canInvite && !page.isNarrowed) return null;
  return (
    <p class="notice">
      {t(page.canInvite ? 'colleagues.narrowed' : 'colleagues.notHere')}{' '}
      <HelpContact request={request} />
    </p>
  );
}

function Person({
  request,
  page,
  colleague,
}: {
  request: SiteRequest;
  page: ColleaguesPage;
  colleague: ColleagueView;
}) {
  const { t, to } = request;
  const { id, name, seesTickets, isManager, isYou, standing } = colleague;
  const company = page.company.id;
  const showsSight = page.hasCompanyTickets && colleague.canSeeTickets;
  return (
    <li>
      <div>
        <p class="strong">
          <bdi>{name}</bdi> {isYou && <span class="pill">{t('colleagues.you')}</span>}{' '}
          {isManager && <span class="pill">{t('colleagues.manager')}</span>}
        </p>
        <p class="address">
          <bdi>{colleague.address}</bdi>
        </p>
        <p class="help">
          {t(`colleagues.standing.${standing}`)}
          {showsSight && ` · ${t(seesTickets ? 'colleagues.sees' : 'colleagues.seesNot')}`}
          {colleague.needsHelp && ` · ${t('colleagues.needsHelp')}`}
        </p>
      </div>
      {!isYou && (
        <div class="acts">
          {colleague.canInvite && (
            <Act
              request={request}
              company={company}
              path={[id, 'invite']}
              text={t('colleagues.inviteOne')}
              name={name}
            />
          )}
          {showsSight && !isManager && (
            <Act
              request={request}
              company={company}
              path={[id, 'sight']}
              text={t(seesTickets ? 'colleagues.hide' : 'colleagues.show')}
              name={name}
            >
              <input type="hidden" name="sees" value={seesTickets ? 'no' : 'yes'} />
            </Act>
          )}
          {!isManager && (
            <a
              class="button"
              href={`${to.portal('colleagues', id, 'remove')}?company=${company}`}
              aria-label={t('colleagues.actOn', { act: t('colleagues.remove'), name })}
            >
              {t('colleagues.remove')}
            </a>
          )}
        </div>
      )}
    </li>
  );
}

function Invited({
  request,
  company,
  invited,
}: {
  request: SiteRequest;
  company: string;
  invited: InvitedView;
}) {
  const { t } = request;
  return (
    <li>
      <div>
        <p class="strong">
          <bdi>{invited.name}</bdi>
        </p>
        <p class="address">
          <bdi>{invited.address}</bdi>
        </p>
        <p class="help">
          {t('colleagues.askedBy', { name: invited.by })}{' '}
          <Time request={request} instant={invited.askedAt} />
        </p>
      </div>
      <div class="acts">
        <Act
          request={request}
          company={company}
          path={[invited.id, 'take-back']}
          text={t('colleagues.takeBack')}
          name={invited.name}
        />
      </div>
    </li>
  );
}

/** One button of one row; its name tells whom it is about. */
function Act({
  request,
  company,
  path,
  text,
  name,
  children,
}: {
  request: SiteRequest;
  company: string;
  path: string[];
  text: string;
  name: string;
  children?: Child;
}) {
  const { t, to } = request;
  return (
    <form method="post" action={to.portal('colleagues', ...path)}>
      <FormToken request={request} />
      <input type="hidden" name="company" value={company} />
      {children}
      <button aria-label={t('colleagues.actOn', { act: text, name })}>{text}</button>
    </form>
  );
}
