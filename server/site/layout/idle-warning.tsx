import { Fragment, h } from '../html';
import { drawnOnce } from '../made-once';
import { linksToPortal, type SiteRequest } from '../request';

/** ms before the end; a quarter of the idle time where that is shorter. */
const WARNS_BEFORE = 2 * 60 * 1000;
const DAY = 24 * 60 * 60 * 1000;

/**
 * What the script shows before a session ends for want of a visit, and behind its end (WCAG 2.2.1). Without the script
 * nothing shows. A remembered device has no idle time, and an admin who looks is told by the banner. The words are the same
 * for every session, so the script puts the form's token in.
 */
export function IdleWarning({ request }: { request: SiteRequest }) {
  const { session, ctx, now, t, to } = request;
  if (!session || session.isRemembered || session.viewer.isReadOnly) return null;
  // Beside a knowledge base that does not lead to the portal, a reader is nobody in particular.
  if (!linksToPortal(request.place)) return null;
  // Nobody can stay beyond the end of all sessions.
  if (session.idleEndsAt >= session.endsAt) return null;
  // Cut, so that a page is the same bytes whenever it is asked for: nobody keeps one open for longer.
  const most = Math.min(DAY, Math.max(0, session.endsAt - now));
  const idle = session.viewer.portal.settings.access.idleMinutes * 60_000;
  return (
    <>
      <dialog
        id="idle"
        class="idle"
        aria-labelledby="idle-title"
        aria-describedby="idle-text"
        data-session={session.id}
        data-idle={idle}
        data-left={Math.min(idle, most)}
        data-warns={Math.min(WARNS_BEFORE, idle / 4)}
        data-most={most}
        data-token={session.formToken}
        data-comes-back={ctx.method !== 'POST'}
      >
        {drawnOnce(session.viewer.portal, t, `idle ${to.portal()}`, () => (
          <Said request={request} />
        ))}
      </dialog>
      <p id="idle-says" class="unseen" role="status" />
    </>
  );
}

function Said({ request }: { request: SiteRequest }) {
  const { t, to } = request;
  return (
    <>
      <div data-part="warning">
        <h2 id="idle-title">{t('idle.title')}</h2>
        <p id="idle-text">
          {t('idle.text')} <strong data-time={t('idle.time', { time: '{time}' })} />
        </p>
        <p class="wrong" role="status" data-failed={t('idle.failed')} />
        <div class="goes-on">
          <form method="post" action={to.portal('stay-signed-in')} data-stays>
            <input type="hidden" name="formToken" />
            <button class="primary">{t('idle.stay')}</button>
          </form>
          <form method="post" action={to.portal('sign-out')} data-signs-out>
            <input type="hidden" name="formToken" />
            <button>{t('nav.signOut')}</button>
          </form>
          <button class="plain link" type="button" data-closes>
            {t('idle.close')}
          </button>
        </div>
      </div>
      <div data-part="over" hidden>
        <h2 id="idle-over-title">{t('idle.overTitle')}</h2>
        <p id="idle-over-text">{t('idle.overText')}</p>
        <a class="button primary" href={to.portal('sign-in')}>
          {t('signIn.title')}
        </a>
      </div>
    </>
  );
}
