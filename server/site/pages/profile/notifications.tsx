import { TICKET_MAILS } from '../../../rules/unwanted-mails';
import type { CustomerSession } from '../../../services/types';
import { h } from '../../html';
import { FormToken } from '../../layout/form-token';
import { Tick } from '../../layout/parts';
import type { Answer, SiteRequest } from '../../request';
import { profilePart } from './shell';

/** Which mails about tickets come. Those about the account always do. */
export async function notificationsPage(
  request: SiteRequest,
  session: CustomerSession,
): Promise<Answer> {
  const { t, to, services } = request;
  const wanted = await services.profile.wantedMails(session.viewer);
  return profilePart(request, session, {
    part: 'profile/notifications',
    title: t('notifications.title'),
    children: (
      <form method="post" action={to.portal('profile', 'notifications')}>
        <FormToken request={request} />
        <p>{t('notifications.intro', { address: session.address })}</p>
        {offered(session).map((mail) => (
          <Tick
            id={mail}
            value="yes"
            label={t(`notifications.${mail}`)}
            isChosen={wanted.includes(mail)}
          />
        ))}
        <p class="help">{t('notifications.always')}</p>
        <button class="primary">{t('profile.save')}</button>
      </form>
    ),
  });
}

export async function saveNotifications(
  { to, services }: SiteRequest,
  { viewer }: CustomerSession,
  fields: Record<string, string>,
): Promise<Answer> {
  const shown = offered({ viewer });
  // What the page does not show stays as it was chosen, perhaps at another portal.
  const before = (await services.profile.wantedMails(viewer)).filter(
    (mail) => !shown.includes(mail),
  );
  const wanted = shown.filter((mail) => fields[mail] === 'yes');
  await services.profile.chooseMails(viewer, [...before, ...wanted]);
  return { kind: 'redirect', to: `${to.portal('profile', 'notifications')}?done=saved` };
}

/** Mails that the portal sends at all. */
const offered = ({ viewer }: Pick<CustomerSession, 'viewer'>) =>
  TICKET_MAILS.filter(
    (mail) => mail !== 'ticket-status' || viewer.portal.settings.mails.statusChanges,
  );
