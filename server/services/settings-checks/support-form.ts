import { refused } from '../refusals';
import type { SettingsCheck } from './check';

export const checkSupportForm: SettingsCheck<'supportForm'> = async (
  input,
  { siteMap, portal },
) => {
  const known = new Set(siteMap.requestForms(portal.key).map(({ id }) => id));
  if (input.forms?.some((id) => !known.has(id)))
    refused('forms', 'Choose published forms of this portal.');
  return { forms: input.forms && [...new Set(input.forms)] };
};
