import { refused } from '../refusals';
import type { SettingsCheck } from './check';

export const checkSupportForm: SettingsCheck<'supportForm'> = async (
  { forms, ...others },
  { siteMap, portal },
) => {
  if (forms === null) return { forms, ...others };
  const known = new Set(siteMap.requestForms(portal.key).map(({ id }) => id));
  const chosen = [...new Set(forms)];
  // One that was chosen before and is not published any more is left out; nobody has to look for it.
  const before = portal.settings.supportForm.forms ?? [];
  if (chosen.some((id) => !known.has(id) && !before.includes(id)))
    refused('forms', 'Choose published forms of this portal.');
  return { forms: chosen, ...others };
};
