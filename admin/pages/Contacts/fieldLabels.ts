import { useCallback } from 'react';
import { useWords, type Word } from '../../useWords';

const LABELS: Record<string, Word> = {
  name: 'contacts.name',
  phone: 'contacts.phone',
  language: 'contacts.language',
  timeZone: 'contacts.timeZone',
  addresses: 'contacts.addresses',
  primaryAddress: 'contacts.primaryAddress',
  membershipAddress: 'contacts.membershipAddress',
  companies: 'contacts.companies',
  primaryCompany: 'contacts.primaryCompany',
  seesTicketsOf: 'contacts.seesTicketsOf',
  managerOf: 'contacts.managerOf',
  contact: 'contacts.contact',
  version: 'contacts.consentVersion',
  method: 'contacts.signInMethod',
  ip: 'contacts.signInIp',
  device: 'contacts.signInDevice',
  provider: 'contacts.provider',
  address: 'contacts.address',
};

/** The label of a field of a contact; a property or portal has a name of its own. */
export function useFieldLabel() {
  const t = useWords();
  return useCallback(
    (field: string, name = ''): string => {
      const word = LABELS[field];
      if (word) return t(word);
      const [, kind = '', rest = ''] = /^(properties|standing)\.(.*)$/.exec(field) ?? [];
      if (kind === 'standing') return t('contacts.standingAt', { portal: name || rest });
      return name || rest || field;
    },
    [t],
  );
}
