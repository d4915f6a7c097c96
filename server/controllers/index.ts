import accessGroups from './access-groups';
import agents from './agents';
import announcements from './announcements';
import auditLog from './audit-log';
import companies from './companies';
import contacts from './contacts';
import domains from './domains';
import health from './health';
import identityProviders from './identity-providers';
import inboxes from './inboxes';
import invitations from './invitations';
import mails from './mails';
import members from './members';
import personalData from './personal-data';
import pipelines from './pipelines';
import portalSetup from './portal-setup';
import portals from './portals';
import properties from './properties';
import requestForms from './request-forms';
import retention from './retention';
import sessionLinks from './session-links';
import setupFiles from './setup-files';
import structure from './structure';
import tickets from './tickets';
import transfers from './transfers';
import viewAs from './view-as';

export const controllers = {
  'access-groups': accessGroups,
  agents,
  announcements,
  'audit-log': auditLog,
  companies,
  contacts,
  domains,
  health,
  'identity-providers': identityProviders,
  inboxes,
  invitations,
  mails,
  members,
  'personal-data': personalData,
  pipelines,
  'portal-setup': portalSetup,
  portals,
  properties,
  'request-forms': requestForms,
  retention,
  'session-links': sessionLinks,
  'setup-files': setupFiles,
  structure,
  tickets,
  transfers,
  'view-as': viewAs,
};
