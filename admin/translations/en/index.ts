import accessGroups from './access-groups.json';
import common from './common.json';
import companies from './companies.json';
import contacts from './contacts.json';
import filterGroups from './filter-groups.json';
import helpDesk from './help-desk.json';
import inboxes from './inboxes.json';
import pipelines from './pipelines.json';
import properties from './properties.json';
import requestForms from './request-forms.json';
import transfers from './transfers.json';

export default {
  ...accessGroups,
  ...common,
  ...companies,
  ...contacts,
  ...filterGroups,
  ...helpDesk,
  ...inboxes,
  ...pipelines,
  ...properties,
  ...requestForms,
  ...transfers,
};
