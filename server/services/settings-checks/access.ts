import { BUILT_ACCESS_CONTROLS } from '../../contracts/portal-settings';
import { listAccessGroups } from '../../store/access-groups';
import { refused } from '../refusals';
import type { SettingsCheck } from './check';

export const checkAccess: SettingsCheck<'access'> = async (input, { db }) => {
  if (!BUILT_ACCESS_CONTROLS.includes(input.control))
    refused('control', 'This way in is not built yet. Choose access groups.');
  const known = new Set((await listAccessGroups(db)).map(({ id }) => id));
  if (input.groups.some((id) => !known.has(id)))
    refused('groups', 'Choose access groups that exist.');
  return { ...input, groups: [...new Set(input.groups)] };
};
