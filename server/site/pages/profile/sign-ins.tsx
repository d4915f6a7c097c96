import type { OwnSignIn } from '../../../services/audit-log';
import type { CustomerSession } from '../../../services/types';
import { h } from '../../html';
import { Time } from '../../layout/parts';
import { isMessageKey } from '../../messages';
import type { Answer, SiteRequest } from '../../request';
import { profilePart } from './shell';

/** The newest of what concerns getting in, for the person's own eyes: what it did not do itself, it sees here. */
export async function signInsPage(request: SiteRequest, session: CustomerSession): Promise<Answer> {
  const { t, services } = request;
  const entries = (await services.auditLog.ownSignIns(session.viewer)).filter(
    ({ action }) => wordsOf(request, action, '') !== '',
  );
  return profilePart(request, session, {
    part: 'profile/sign-ins',
    title: t('signIns.title'),
    children: [
      <p>{t('signIns.intro')}</p>,
      entries.length === 0 ? (
        <p class="help">{t('signIns.none')}</p>
      ) : (
        <table class="plain-table">
          <thead>
            <tr>
              <th scope="col">{t('signIns.what')}</th>
              <th scope="col">{t('signIns.where')}</th>
              <th scope="col">{t('signIns.when')}</th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <tr>
                <td>{wordsOf(request, entry.action, entry.method)}</td>
                <td>
                  <Place entry={entry} />
                </td>
                <td>
                  <Time request={request} instant={entry.occurredAt} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ),
    ],
  });
}

function Place({ entry: { device, ip } }: { entry: OwnSignIn }) {
  return (
    <span>
      {device}
      {device !== '' && ip !== '' && ' · '}
      {ip !== '' && <bdi dir="ltr">{ip}</bdi>}
    </span>
  );
}

/** '' for what no words are made for. */
function wordsOf({ t }: SiteRequest, action: string, method: string): string {
  const key = `signIns.${action}`;
  if (!isMessageKey(key)) return '';
  const by = `devices.by.${method}`;
  return t(key, { method: isMessageKey(by) ? t(by) : '' }).trim();
}
