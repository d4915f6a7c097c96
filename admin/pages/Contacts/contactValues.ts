import type {
  ContactCompany,
  ContactDetail,
  ContactInput,
} from '../../../server/contracts/contacts';
import type { PropertyInput } from '../../components/PropertyField';
import { detailsOf } from '../../services/errors';

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
  properties: {},
});

/** As the server takes it. Standings are changed where they stand, not by this form. */
export const inputOf = (values: ContactValues): ContactInput => values;

/** Whose address was refused as taken. */
export interface Taken {
  field: string;
  contact: { id: string; name: string };
}

export function takenIn(error: unknown): Taken | null {
  const { contact, errors } = detailsOf<{
    contact: Taken['contact'];
    errors: { path?: string[] }[];
  }>(error);
  const path = errors?.[0]?.path;
  return contact && path ? { field: path.join('.'), contact } : null;
}
