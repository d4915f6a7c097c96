import { UPLOAD_PREFIX, SECRETS } from '../composed';
import { Fragment, h, type Child } from '../html';
import { madeOnce } from '../made-once';
import type { SiteRequest } from '../request';
import { sizeOf } from '../sizes';

/** Style and script of the pages on which somebody writes a message; others do not load them. */
export const COMPOSER_ASSETS = ['compose.css', 'compose.js'] as const;

const WORDS = [
  'toolbar',
  'bold',
  'italic',
  'link',
  'list',
  'quote',
  'code',
  'linkText',
  'drop',
  'uploading',
  'attached',
  'waiting',
  'retry',
  'remove',
  'removed',
  'broken',
  'retrying',
  'offline',
  'refused',
  'failedBefore',
  'draft',
  'discard',
  'discarded',
] as const;

/** What the script (browser/compose.ts) needs to know of a form: attributes of the form. */
export function composerOf(request: SiteRequest) {
  const { t, to, place, ctx } = request;
  const part = `composer ${to.portal()}`;
  return {
    'data-compose': madeOnce(place.portal ?? place.domain, t, part, () => settingsOf(request)),
    // What the page shows is newer than any draft.
    'data-came-back': ctx.method === 'POST',
  };
}

function settingsOf({ t, to, place, services, language }: SiteRequest): string {
  const { attachments } = services;
  const limits = place.portal ? attachments.limitsAt(place.portal) : attachments.limits;
  const names = { name: '{name}', percent: '{percent}' };
  const words: Record<string, string> = {
    tooMany: t('attachment.tooMany'),
    tooMuch: t('attachment.tooMuch'),
    tooLarge: t('attachment.tooLarge', names),
    empty: t('attachment.empty', names),
  };
  for (const word of WORDS) words[word] = t(`compose.${word}`, names);
  return JSON.stringify({ words, limits, uploads: to.portal('uploads'), language });
}

/** Files that wait for the form. Without a script, a tick decides whether each goes along. */
export function KeptUploads({ request }: { request: SiteRequest }) {
  const { t, composed, language } = request;
  const uploads = composed?.uploads ?? [];
  if (uploads.length === 0) return null;
  return (
    <fieldset class="field kept-uploads" data-kept-uploads>
      <legend>{t('compose.kept')}</legend>
      {uploads.map(({ id, name, size }) => (
        <label class="tick">
          <input
            type="checkbox"
            name={`${UPLOAD_PREFIX}${id}`}
            value="yes"
            checked
            data-name={name}
            data-size={String(size)}
          />{' '}
          <span>
            <bdi>{name}</bdi> <small>{sizeOf(size, language)}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** Says first what was found and what it would look like masked. */
export function SecretsNotice({ request }: { request: SiteRequest }) {
  const { t, composed } = request;
  const secrets = composed?.secrets ?? [];
  if (secrets.length === 0) return null;
  return (
    <div class="notice secrets" role="alert" tabIndex={-1} autofocus>
      <p>
        <strong>{t('compose.secrets.title')}</strong>
      </p>
      <p>{t('compose.secrets.text')}</p>
      <dl>
        {secrets.slice(0, 10).map(({ kind, shown }) => (
          <>
            <dt>{t(`compose.secrets.${kind}`)}</dt>
            <dd>
              <code dir="auto">{shown}</code>
            </dd>
          </>
        ))}
      </dl>
    </div>
  );
}

/** What sends the form: its own button, or the two ways to go on with secrets in it. */
export function SendButtons({ request, children }: { request: SiteRequest; children: Child }) {
  const { t, composed } = request;
  if ((composed?.secrets ?? []).length === 0) return <button class="primary">{children}</button>;
  return (
    <div class="goes-on">
      <button class="primary" name={SECRETS} value="mask">
        {t('compose.secrets.mask')}
      </button>
      <button name={SECRETS} value="send">
        {t('compose.secrets.send')}
      </button>
    </div>
  );
}
