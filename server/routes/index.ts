import { accessGroups } from './access-groups';
import { agents } from './agents';
import { announcements } from './announcements';
import { auditLog } from './audit-log';
import { companies } from './companies';
import { contacts } from './contacts';
import { domains } from './domains';
import { health } from './health';
import { identityProviders } from './identity-providers';
import { inboxes } from './inboxes';
import { invitations } from './invitations';
import { mails } from './mails';
import { personalData } from './personal-data';
import { members } from './members';
import { pipelines } from './pipelines';
import { portalSetup } from './portal-setup';
import { portals } from './portals';
import { properties } from './properties';
import { requestForms } from './request-forms';
import { retention } from './retention';
import { sessionLinks } from './session-links';
import { setupFiles } from './setup-files';
import { structure } from './structure';
import { tickets } from './tickets';
import { transfers } from './transfers';
import { viewAs } from './view-as';

/** Every route of the admin panel, by area, and those that the host's site calls. */
export const routes = {
  admin: {
    type: 'admin',
    routes: [
      ...accessGroups,
      ...agents,
      ...announcements,
      ...auditLog,
      ...companies,
      ...contacts,
      ...domains,
      ...health,
      ...identityProviders,
      ...inboxes,
      ...invitations,
      ...mails,
      ...personalData,
      ...members,
      ...pipelines,
      ...portalSetup,
      ...portals,
      ...properties,
      ...requestForms,
      ...retention,
      ...setupFiles,
      ...structure,
      ...tickets,
      ...transfers,
      ...viewAs,
    ],
  },
  'content-api': { type: 'content-api', routes: sessionLinks },
};
