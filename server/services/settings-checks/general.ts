import { normaliseAddress } from '../../rules/address';
import { listDomains } from '../../store/domains';
import { refused } from '../refusals';
import type { SettingsCheck } from './check';

export const checkGeneral: SettingsCheck<'general'> = async (input, { db, siteMap, portal }) => {
  const { domain, inbox, helpContact } = input;
  if (domain !== '' && !(await listDomains(db)).some(({ id }) => id === domain))
    refused('domain', 'Choose a domain that exists.');
  if (domain === '' && portal.state !== 'draft') refused('domain', 'Choose a domain.');
  if (inbox === '' && portal.state !== 'draft') refused('inbox', 'Choose an inbox.');
  if (inbox !== '') {
    const chosen = siteMap.inboxes().find(({ id }) => id === inbox);
    if (!chosen) refused('inbox', 'Choose an inbox that exists.');
    // The portal of a ticket never changes, so an inbox belongs to one.
    if (chosen.portalKey !== 0 && chosen.portalKey !== portal.key)
      refused(
        'inbox',
        'This inbox belongs to another portal. Choose another one or make a new one.',
      );
  }
  return { ...input, helpContact: checkedHelpContact(helpContact) };
};

function checkedHelpContact(typed: string): string {
  if (typed === '' || /^https?:\/\/[^\s/]+/i.test(typed)) return typed;
  return (
    normaliseAddress(typed) ||
    refused('helpContact', 'Enter an e-mail address, or a web address that begins with https://.')
  );
}
