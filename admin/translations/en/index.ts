import accessGroups from './access-groups.json';
import auditLog from './audit-log.json';
import common from './common.json';
import companies from './companies.json';
import contacts from './contacts.json';
import domains from './domains.json';
import filterGroups from './filter-groups.json';
import health from './health.json';
import helpDesk from './help-desk.json';
import inboxes from './inboxes.json';
import members from './members.json';
import personalData from './personal-data.json';
import pipelines from './pipelines.json';
import portals from './portals.json';
import properties from './properties.json';
import requestForms from './request-forms.json';
import settings from './settings.json';
import settingsTickets from './settings-tickets.json';
import settingsBranding from './settings-branding.json';
import settingsSite from './settings-site.json';
import setupFiles from './setup-files.json';
import singleSignOn from './single-sign-on.json';
import transfers from './transfers.json';

export default {
  ...accessGroups,
  ...auditLog,
  ...common,
  ...companies,
  ...contacts,
  ...domains,
  ...filterGroups,
  ...health,
  ...helpDesk,
  ...inboxes,
  ...members,
  ...personalData,
  ...pipelines,
  ...portals,
  ...properties,
  ...requestForms,
  ...settings,
  ...settingsTickets,
  ...settingsBranding,
  ...settingsSite,
  ...setupFiles,
  ...singleSignOn,
  ...transfers,
};
