import { encode } from 'uqr';
import { inGroups } from '../../../rules/recovery-codes';
import type { WaitingApp } from '../../../services/second-factors';
import { Fragment, h, type Child } from '../../html';
import { Field, type Problem } from '../../layout/parts';
import type { SiteRequest } from '../../request';

/** Modules of white around the picture, as readers want it (ISO/IEC 18004). */
const BORDER = 4;

/** The dark modules of a row, neighbours as one. */
const rowPath = (row: boolean[], y: number): string =>
  [
    ...row
      .map((isDark) => (isDark ? '#' : ' '))
      .join('')
      .matchAll(/#+/g),
  ]
    .map(({ index, 0: run }) => `M${index} ${y}h${run.length}v1h-${run.length}z`)
    .join('');

/** Drawn inside the page: it is no file, so nothing keeps it. */
function QrCode({ text, label }: { text: string; label: string }) {
  const { size, data } = encode(text, { ecc: 'M', border: BORDER });
  const path = data.map((row, y) => rowPath(row, y)).join('');
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" shape-rendering="crispEdges" />
    </svg>
  );
}

/** The picture and the key of an app that waits, and the field for its first code. */
export function AppToConfirm({
  request,
  app,
  action,
  problems,
  children,
}: {
  request: SiteRequest;
  app: WaitingApp;
  action: string;
  problems: Problem[];
  /** Hidden fields. */
  children: Child;
}) {
  const { t } = request;
  return (
    <>
      <ol class="steps">
        <li>
          <p>{t('factor.scan')}</p>
          <QrCode text={app.address} label={t('factor.qr')} />
          <p id="key-label">{t('factor.key')}</p>
          <p class="copied">
            <code id="key" dir="ltr" aria-labelledby="key-label">
              {inGroups(app.key, ' ')}
            </code>{' '}
            <CopyButton request={request} of="key" />
          </p>
        </li>
        <li>
          <form method="post" action={action}>
            {children}
            <Field
              id="code"
              label={t('factor.firstCode')}
              help={t('factor.appHelp')}
              inputMode="numeric"
              autocomplete="one-time-code"
              problems={problems}
            />
            <button class="primary">{t('factor.confirm')}</button>
          </form>
        </li>
      </ol>
    </>
  );
}

/** Shown by the script, which copies the text of the element with that id. */
export function CopyButton({ request, of }: { request: SiteRequest; of: string }) {
  const { t } = request;
  return (
    <button type="button" data-copies={of} data-done={t('factor.copied')} hidden>
      {t('factor.copy')}
    </button>
  );
}

/** Recovery codes as they are shown this once. */
export function RecoveryCodes({ request, codes }: { request: SiteRequest; codes: string[] }) {
  const { t, place } = request;
  return (
    <>
      <p class="notice" role="status">
        {t('factor.codesOnce')}
      </p>
      <ol class="codes" id="recovery-codes" dir="ltr">
        {codes.map((code) => (
          <li>
            <code>{inGroups(code, '-')}</code>
          </li>
        ))}
      </ol>
      <div class="goes-on">
        <CopyButton request={request} of="recovery-codes" />
        <button
          type="button"
          data-saves="recovery-codes"
          data-name={t('factor.fileName')}
          data-head={t('factor.fileHead', { portal: place.portal?.name ?? '' })}
          hidden
        >
          {t('factor.save')}
        </button>
        <button type="button" data-prints hidden>
          {t('factor.print')}
        </button>
      </div>
    </>
  );
}
