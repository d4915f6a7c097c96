import { isFetchError } from '@strapi/strapi/admin';
import type {
  ContactCompany,
  ContactDetail,
  ContactInput,
} from '../../../server/contracts/contacts';
import type { PropertyInput } from '../../components/PropertyField';

export interface AddressValue {
  address: string;
  isPrimary: boolean;
  isMembership: boolean;
  isVerified: boolean;
}

/** What the form of a contact holds. */
export interface ContactValues {
  name: string;
  phone: string;
  language: string;
  timeZone: string;
  addresses: AddressValue[];
  companies: ContactCompany[];
  /** Ids of portals where access is disabled. */
  disabled: string[];
  /** What was typed or chosen, by key; the others stay as they are. */
  properties: Record<string, PropertyInput>;
}

export const valuesOf = (contact: ContactDetail | null): ContactValues => ({
  name: contact?.name ?? '',
  phone: contact?.phone ?? '',
  language: contact?.language ?? '',
  timeZone: contact?.timeZone ?? '',
  addresses: contact?.addresses ?? [
    { address: '', isPrimary: true, isMembership: true, isVerified: false },
  ],
  companies: contact?.companies ?? [],
  disabled: (contact?.memberships ?? [])
    .filter(({ standing }) => standing === 'disabled')
    .map(({ portal }) => portal.id),
  properties: {},
});

/** As the server takes it: a standing only where it changes. */
export function inputOf(values: ContactValues, contact: ContactDetail | null): ContactInput {
  const { name, phone, language, timeZone, addresses, companies, disabled, properties } = values;
  return {
    name,
    phone,
    language,
    timeZone,
    addresses,
    companies,
    properties,
    memberships: (contact?.memberships ?? [])
      .map(({ portal, standing }) => ({
        portal: portal.id,
        isDisabled: disabled.includes(portal.id),
        was: standing === 'disabled',
      }))
      .filter(({ isDisabled, was }) => isDisabled !== was)
      .map(({ portal, isDisabled }) => ({ portal, isDisabled })),
  };
}

/** Whose address was refused as taken. */
export interface Taken {
  field: string;
  contact: { id: string; name: string };
}

export function takenIn(error: unknown): Taken | null {
  if (!isFetchError(error)) return null;
  const details = error.response?.data?.error?.details as
    { contact?: Taken['contact']; errors?: { path?: string[] }[] } | undefined;
  const path = details?.errors?.[0]?.path;
  return details?.contact && path ? { field: path.join('.'), contact: details.contact } : null;
}
