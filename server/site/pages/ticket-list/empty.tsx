import type { CustomerTicketPage } from '../../../services/types';
import { Fragment, h } from '../../html';
import { knowledgeBaseLink } from '../../layout/knowledge-base-link';
import { maySendRequest, type SiteRequest } from '../../request';
import { addressOf, isFiltered, isSearch, UNFILTERED, type AskedList, type Choices } from './asked';

interface EmptyProps {
  request: SiteRequest;
  asked: AskedList;
  page: CustomerTicketPage;
  choices: Choices;
}

/** Why nothing is there, and what leads on. */
export function Empty(props: EmptyProps) {
  const { asked, page } = props;
  const isNarrowed = isSearch(asked) || isFiltered(asked);
  return (
    <div class="calm empty">
      {isNarrowed || asked.cursor !== '' ? (
        <NothingFound {...props} />
      ) : page.hasOthers ? (
        <NoneInState {...props} />
      ) : (
        <NoneAtAll {...props} />
      )}
    </div>
  );
}

function NothingFound({ request, asked, page, choices }: EmptyProps) {
  const { t, to } = request;
  const q = asked.q.trim();
  const links = [
    asked.state !== 'all' && {
      href: addressOf(request, asked, { state: 'all' }),
      text: t(q === '' ? 'list.seeAll' : 'list.searchAll'),
    },
    q !== '' &&
      asked.scope === 'mine' &&
      choices.hasCompany && {
        href: addressOf(request, asked, { scope: 'company' }),
        text: t('list.searchCompany'),
      },
    isFiltered(asked) && {
      href: addressOf(request, asked, UNFILTERED),
      text: t('list.clearFilters'),
    },
    q !== '' && { href: addressOf(request, asked, { q: '' }), text: t('list.clearSearch') },
  ].filter((link) => link !== false);
  return (
    <>
      <p role="status">
        {page.isUnfinished
          ? t('list.unfinished')
          : q === ''
            ? t('list.emptyFiltered')
            : t('list.nothingFound', { q })}
      </p>
      <ul>
        {(links.length > 0 ? links : [{ href: to.portal(), text: t('list.clear') }]).map(
          ({ href, text }) => (
            <li>
              <a href={href}>{text}</a>
            </li>
          ),
        )}
      </ul>
    </>
  );
}

function NoneInState({ request, asked }: EmptyProps) {
  const { t } = request;
  const isCompany = asked.scope === 'company';
  const isClosed = asked.state === 'closed';
  const words = isClosed
    ? t(isCompany ? 'list.noClosedCompany' : 'list.noClosed')
    : t(isCompany ? 'list.noOpenCompany' : 'list.empty');
  return (
    <>
      <p>{words}</p>
      <a href={addressOf(request, asked, { state: isClosed ? 'open' : 'closed' })}>
        {t(isClosed ? 'list.seeOpen' : 'list.seeClosed')}
      </a>
    </>
  );
}

function NoneAtAll({ request, asked }: EmptyProps) {
  const { t, to } = request;
  const help = knowledgeBaseLink(request);
  return (
    <>
      <p>{t(asked.scope === 'company' ? 'list.noneCompany' : 'list.noneYet')}</p>
      {asked.scope === 'mine' && <p>{t('list.emptyHelp')}</p>}
      <ul>
        {maySendRequest(request) && (
          <li>
            <a href={to.portal('new')}>{t('list.new')}</a>
          </li>
        )}
        {help && (
          <li>
            <a href={help.url}>{t('list.lookFirst', { place: help.text })}</a>
          </li>
        )}
      </ul>
    </>
  );
}
