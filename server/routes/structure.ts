import { route } from './route';

export const structure = [
  // Names alone, for the fields of forms: whoever may read one kind of record may read them.
  route(
    'GET',
    '/structure',
    'structure.choices',
    'access-groups.access-group-read',
    'agents.agent-read',
    'companies.company-read',
    'contacts.contact-read',
    'inboxes.inbox-read',
    'pipelines.pipeline-read',
    'portals.portal-read',
    'portals.portal-edit',
    'properties.property-read',
    'request-forms.request-form-read',
    'tickets.ticket-read',
    'transfers.record-import',
    'transfers.record-export',
  ),
];
