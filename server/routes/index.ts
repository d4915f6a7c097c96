import { accessGroups } from './access-groups';
import { agents } from './agents';
import { companies } from './companies';
import { contacts } from './contacts';
import { inboxes } from './inboxes';
import { mails } from './mails';
import { pipelines } from './pipelines';
import { portals } from './portals';
import { properties } from './properties';
import { requestForms } from './request-forms';
import { structure } from './structure';
import { tickets } from './tickets';
import { transfers } from './transfers';

/** Every route of the admin panel, by area. */
export const routes = {
  admin: {
    type: 'admin',
    routes: [
      ...accessGroups,
      ...agents,
      ...companies,
      ...contacts,
      ...inboxes,
      ...mails,
      ...pipelines,
      ...portals,
      ...properties,
      ...requestForms,
      ...structure,
      ...tickets,
      ...transfers,
    ],
  },
};
