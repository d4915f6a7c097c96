import { directionOf } from '../../../rules/languages';
import type { CustomerSession } from '../../../services/types';
import { h } from '../../html';
import { FormToken } from '../../layout/form-token';
import { KeptFields, type Kept } from '../../layout/kept-fields';
import { renderPage } from '../../layout/page';
import { FormShell } from '../../layout/parts';
import { renderMessage } from '../../markdown';
import type { Answer, SiteRequest } from '../../request';

interface State {
  /** A path of our own, where accepting leads. */
  next: string;
  /** What was typed into the form whose answer this is. */
  kept: Kept;
  status: number;
  /** The notice became another one while it was read. */
  isChanged?: boolean;
}

/** Stands before every page of the portal until its person has accepted the notice. */
export function consentPage(request: SiteRequest, due: CustomerSession, state: State): Answer {
  const { t, to, services, language } = request;
  const { portal } = due.viewer;
  const notice = services.consents.notice(portal, [language]);
  if (!notice) return { kind: 'redirect', to: to.portal() };
  const hasKept = Object.keys(state.kept).length > 0;
  // Nothing is told of the portal yet, not even what waits there.
  const asked = { ...request, session: { ...due, waiting: 0 }, announcements: [] };
  const html = renderPage(asked, {
    title: t('consent.title'),
    children: (
      <FormShell title={t('consent.title')}>
        {state.isChanged && (
          <p class="notice" role="status" tabIndex={-1}>
            {t('consent.changed')}
          </p>
        )}
        {hasKept && <p class="notice">{t('consent.kept')}</p>}
        <p>{t('consent.intro', { company: portal.company })}</p>
        <NoticeText text={notice.text} language={notice.language} />
        <form method="post" action={to.portal('consent')}>
          <FormToken request={asked} />
          <input type="hidden" name="version" value={String(notice.version)} />
          <input type="hidden" name="textHash" value={notice.textHash} />
          <input type="hidden" name="next" value={state.next} />
          <KeptFields kept={state.kept} />
          <div class="goes-on">
            <button class="primary" name="answer" value="accept">
              {t('consent.accept')}
            </button>
            <button name="answer" value="refuse">
              {t('consent.refuse')}
            </button>
          </div>
        </form>
      </FormShell>
    ),
  });
  return { kind: 'page', status: state.status, html, isUnlisted: true };
}

/** Somebody's words, in the language in which they are written. */
export function NoticeText({ text, language }: { text: string; language: string }) {
  return (
    <div class="prose consent" lang={language} dir={directionOf(language)}>
      {renderMessage(text)}
    </div>
  );
}
