import accessGroups from './access-groups';
import agents from './agents';
import announcements from './announcements';
import companies from './companies';
import contacts from './contacts';
import domains from './domains';
import health from './health';
import inboxes from './inboxes';
import mails from './mails';
import pipelines from './pipelines';
import portalSetup from './portal-setup';
import portals from './portals';
import properties from './properties';
import requestForms from './request-forms';
import setupFiles from './setup-files';
import structure from './structure';
import tickets from './tickets';
import transfers from './transfers';

export const controllers = {
  'access-groups': accessGroups,
  agents,
  announcements,
  companies,
  contacts,
  domains,
  health,
  inboxes,
  mails,
  pipelines,
  'portal-setup': portalSetup,
  portals,
  properties,
  'request-forms': requestForms,
  'setup-files': setupFiles,
  structure,
  tickets,
  transfers,
};
