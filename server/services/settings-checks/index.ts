import type { SettingsSection } from '../../contracts/portal-settings';
import { checkAccess } from './access';
import { checkBranding } from './branding';
import type { SettingsCheck } from './check';
import { checkGeneral } from './general';
import { checkKnowledgeBase } from './knowledge-base';
import { checkMails } from './mails';
import { checkSupportForm } from './support-form';
import { checkTickets } from './tickets';

export const settingsChecks: { [Section in SettingsSection]: SettingsCheck<Section> } = {
  general: checkGeneral,
  tickets: checkTickets,
  supportForm: checkSupportForm,
  branding: checkBranding,
  knowledgeBase: checkKnowledgeBase,
  access: checkAccess,
  mails: checkMails,
};
