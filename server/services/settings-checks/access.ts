import { listAccessGroups } from '../../store/access-groups';
import { listProvidersOf } from '../../store/identity-providers';
import { requiredSince } from '../../rules/second-factor';
import { refused } from '../refusals';
import type { SettingsCheck } from './check';

export const checkAccess: SettingsCheck<'access'> = async (input, { db, portal, runtime }) => {
  const isVouched = input.control === 'single-sign-on';
  if (isVouched && !(await listProvidersOf(db, portal.key)).some(({ isOn }) => isOn))
    refused(
      'control',
      'No identity provider of this portal is turned on, so nobody could sign in. Set one up on the Single sign-on page first.',
    );
  const known = new Set((await listAccessGroups(db)).map(({ id }) => id));
  if (input.groups.some((id) => !known.has(id)))
    refused('groups', 'Choose access groups that exist.');
  const { secondFactor } = input;
  if (secondFactor.groups.some((id) => !known.has(id)))
    refused('secondFactor.groups', 'Choose access groups that exist.');
  if (secondFactor.required === 'groups' && secondFactor.groups.length === 0)
    refused('secondFactor.groups', 'Choose at least one access group.');
  if (!isVouched && !input.password && !input.magicLink)
    refused('password', 'Keep one way to sign in: passwords, or links by mail.');
  const { isOn, text, version } = input.consent;
  if (isOn && !Object.values(text).some((words) => words !== ''))
    refused('consent.text', 'Write what everybody is to accept, or turn the notice off.');
  const before = portal.settings.access.consent.version;
  if (version !== before && version !== before + 1)
    refused('consent.version', 'The notice was changed meanwhile. Load the page again.');
  return {
    ...input,
    groups: [...new Set(input.groups)],
    secondFactor: {
      ...secondFactor,
      groups: [...new Set(secondFactor.groups)],
      since: requiredSince(portal.settings.access.secondFactor, secondFactor, runtime.now()),
    },
  };
};
