import { wordIn } from '../../rules/property-values';
import type { AnnouncementLevel } from '../../contracts/announcements';
import type { ShownAnnouncement } from '../announcements';
import { h } from '../html';
import { renderMessage } from '../markdown';
import type { SiteRequest } from '../request';
import { FormToken } from './form-token';

/** What the portal tells everybody for a while, above the content of the page. */
export function Announcements({ request }: { request: SiteRequest }) {
  const { announcements = [] } = request;
  if (announcements.length === 0) return null;
  return (
    <section class="told" aria-label={request.t('announcement.label')}>
      <div class="wide">
        {announcements.map((shown) => (
          <Announcement request={request} shown={shown} />
        ))}
      </div>
    </section>
  );
}

function Announcement({ request, shown }: { request: SiteRequest; shown: ShownAnnouncement }) {
  const { t } = request;
  const { record, canSay } = shown;
  return (
    <div
      class={`announcement ${record.level}`}
      id={`announcement-${record.id}`}
      data-announcement={record.id}
      role="status"
    >
      <p class="level">
        <LevelIcon level={record.level} />
        {t(`announcement.${record.level}`)}
      </p>
      <div class="prose" dir="auto">
        {renderMessage(textIn(request, record.texts))}
      </div>
      {(canSay || record.isDismissable) && (
        <div class="acts">
          {canSay && <Affected request={request} shown={shown} />}
          {record.isDismissable && <Dismiss request={request} shown={shown} />}
        </div>
      )}
    </div>
  );
}

/** In the language of the page, else in the primary one of the domain: everybody is to be told. */
function textIn({ language, place }: SiteRequest, texts: Record<string, string>): string {
  const own = texts[language] || texts[language.split('-')[0] ?? ''];
  return own || texts[place.domain.primaryLanguage] || wordIn(texts, language);
}

function Affected({ request, shown: { record, others } }: Parameters<typeof Announcement>[0]) {
  const { t, to } = request;
  const hasSaid = others !== null;
  return (
    <form method="post" action={to.portal('announcements', record.id, 'affected')} data-stays>
      <FormToken request={request} />
      <Back request={request} />
      <input type="hidden" name="affects" value={hasSaid ? 'no' : 'yes'} />
      {hasSaid && <span>{t('announcement.thanks', { count: others })}</span>}
      <button class={hasSaid ? 'plain link' : undefined}>
        {t(hasSaid ? 'announcement.takeBack' : 'announcement.affects')}
      </button>
    </form>
  );
}

/** Where the page is the same for everybody, only the script can hide it, and shows the button. */
function Dismiss({
  request,
  shown: { record, isDismissedByForm },
}: Parameters<typeof Announcement>[0]) {
  const { t, to } = request;
  if (!isDismissedByForm)
    return (
      <button class="plain link" type="button" hidden data-dismisses={record.id}>
        {t('announcement.dismiss')}
      </button>
    );
  return (
    <form
      method="post"
      action={to.portal('announcements', record.id, 'dismissed')}
      data-dismisses={record.id}
    >
      <FormToken request={request} />
      <Back request={request} />
      <button class="plain link">{t('announcement.dismiss')}</button>
    </form>
  );
}

const Back = ({ request }: { request: SiteRequest }) => (
  <input type="hidden" name="back" value={addressOf(request)} />
);

/** Where the page stands that is being made: what answers a form that was refused has the form's own address. */
function addressOf({ ctx, place, to, session }: SiteRequest): string {
  if (ctx.method !== 'POST') {
    const asked = new URLSearchParams(ctx.querystring);
    // Said once.
    for (const name of ['done', 'form']) asked.delete(name);
    return asked.size === 0 ? ctx.path : `${ctx.path}?${asked.toString()}`;
  }
  if (!session) return to.portal('sign-in');
  const [page, id = ''] = place.rest;
  if (page === 'tickets' || page === 'new') return to.portal(page, id);
  return to.portal();
}

/** Told by shape as well, since colour alone tells nobody who cannot see it. */
function LevelIcon({ level }: { level: AnnouncementLevel }) {
  const shapes: Record<AnnouncementLevel, string> = {
    info: 'M10 1a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm-1 8h2v6H9V9Zm0-4h2v2H9V5Z',
    warning: 'M10 1 .6 18h18.8L10 1Zm-1 6h2v5H9V7Zm0 7h2v2H9v-2Z',
    incident: 'M6 1h8l5 5v8l-5 5H6l-5-5V6l5-5Zm3 4h2v6H9V5Zm0 8h2v2H9v-2Z',
  };
  return (
    <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
      <path fill="currentColor" fill-rule="evenodd" d={shapes[level]} />
    </svg>
  );
}
