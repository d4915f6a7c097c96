import { dispositionOf } from '../../../rules/attachment-names';
import type { CustomerSession } from '../../../services/types';
import { Fragment, h } from '../../html';
import { FormToken } from '../../layout/form-token';
import { Time } from '../../layout/parts';
import { requireProof } from '../../proof-gate';
import { PageError, type Answer, type SiteRequest } from '../../request';
import { profilePart } from '../profile/shell';

/** What is kept of the reader: to take along, or to be erased. */
export async function myDataPage(request: SiteRequest, session: CustomerSession): Promise<Answer> {
  const { t, to, services } = request;
  const { viewer } = session;
  const askedAt = await services.personalData.erasureAskedAt(viewer);
  return profilePart(request, session, {
    part: 'my-data',
    title: t('myData.title'),
    children: (
      <>
        <p>{t('myData.intro', { company: viewer.portal.company })}</p>
        <section aria-labelledby="download">
          <h2 id="download">{t('myData.download')}</h2>
          <p>{t('myData.downloadText')}</p>
          <p class="help">{t('myData.downloadHelp')}</p>
          {!viewer.isReadOnly && (
            <form method="post" action={to.portal('my-data', 'download')}>
              <FormToken request={request} />
              <button class="primary">{t('myData.downloadButton')}</button>
            </form>
          )}
        </section>
        <section aria-labelledby="erasure">
          <h2 id="erasure">{t('myData.erasure')}</h2>
          {askedAt > 0 ? (
            <>
              <p>
                {t('myData.asked')} <Time request={request} instant={askedAt} />
              </p>
              <p>{t('myData.askedText')}</p>
              {!viewer.isReadOnly && (
                <form method="post" action={to.portal('my-data', 'take-back')}>
                  <FormToken request={request} />
                  <button>{t('myData.takeBack')}</button>
                </form>
              )}
            </>
          ) : (
            <>
              <p>{t('myData.erasureText')}</p>
              {!viewer.isReadOnly && (
                <p>
                  <a class="button" href={to.portal('my-data', 'erasure')}>
                    {t('myData.ask')}
                  </a>
                </p>
              )}
            </>
          )}
        </section>
      </>
    ),
  });
}

/** A file that is made while it is read; it needs a fresh proof of who asks. */
export async function downloadMyData(
  request: SiteRequest,
  session: CustomerSession,
): Promise<Answer> {
  const { to, services, language } = request;
  const proof = requireProof(request, session, to.portal('my-data'));
  if (proof) return proof;
  const answer = await services.personalData.download(session, language);
  if (answer.outcome === 'limited') throw new PageError(429, answer.retryAfter);
  return {
    kind: 'file',
    stream: answer.stream,
    headers: {
      'Content-Type': 'application/zip',
      'Content-Disposition': dispositionOf(answer.name),
      'Content-Security-Policy': "default-src 'none'; sandbox",
    },
  };
}

/** Says what will happen before anybody asks for it. */
export async function erasurePage(request: SiteRequest, session: CustomerSession): Promise<Answer> {
  const { t, to, services } = request;
  const { viewer } = session;
  if ((await services.personalData.erasureAskedAt(viewer)) > 0)
    return { kind: 'redirect', to: to.portal('my-data') };
  return profilePart(request, session, {
    part: 'my-data',
    title: t('myData.confirmTitle'),
    children: (
      <>
        <p>{t('myData.confirmText', { company: viewer.portal.company })}</p>
        <ul>
          <li>{t('myData.goes')}</li>
          <li>{t('myData.ownTickets')}</li>
          <li>{t('myData.companyTickets')}</li>
          <li>{t('myData.signedOut')}</li>
        </ul>
        <p>{t('myData.canTakeBack')}</p>
        {!viewer.isReadOnly && (
          <form method="post" action={to.portal('my-data', 'erasure')}>
            <FormToken request={request} />
            <button class="primary">{t('myData.confirmButton')}</button>
          </form>
        )}
        <p>
          <a href={to.portal('my-data')}>{t('myData.cancel')}</a>
        </p>
      </>
    ),
  });
}

export async function askErasure(request: SiteRequest, session: CustomerSession): Promise<Answer> {
  const { to, services } = request;
  const proof = requireProof(request, session, to.portal('my-data', 'erasure'));
  if (proof) return proof;
  await services.personalData.askErasure(session);
  return { kind: 'redirect', to: `${to.portal('my-data')}?done=erasure-asked` };
}

export async function takeBackErasure(
  request: SiteRequest,
  session: CustomerSession,
): Promise<Answer> {
  const { to, services } = request;
  await services.personalData.takeBackErasure(session.viewer);
  return { kind: 'redirect', to: `${to.portal('my-data')}?done=erasure-withdrawn` };
}
