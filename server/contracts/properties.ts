import * as z from 'zod/mini';
import { id, line, recordQuery, wordsByLanguage, type WordsByLanguage } from './lists';
import { KEY_LENGTH, OPTIONS_COUNT } from './property-limits';

export * from './property-limits';

export const PROPERTY_SUBJECTS = ['ticket', 'contact', 'company'] as const;
export type PropertySubject = (typeof PROPERTY_SUBJECTS)[number];

/** Kinds that an admin may add. */
export const CUSTOM_KINDS = [
  'text',
  'long-text',
  'number',
  'date',
  'choice',
  'choices',
  'yes-no',
  'link',
] as const;
/** Standard properties may also be an instant (epoch ms) or name another record by its public id. */
export const PROPERTY_KINDS = [...CUSTOM_KINDS, 'instant', 'record'] as const;
export type PropertyKind = (typeof PROPERTY_KINDS)[number];

export const CUSTOMER_ACCESS = ['none', 'read', 'edit'] as const;
export const AGENT_ACCESS = ['read', 'edit'] as const;
export type CustomerAccess = (typeof CUSTOMER_ACCESS)[number];
export type AgentAccess = (typeof AGENT_ACCESS)[number];

/** One choice of a property. `key` is stored and never changes; an archived one cannot be chosen anew. */
export interface PropertyOption {
  key: string;
  labels: WordsByLanguage;
  isArchived: boolean;
}

/** A property as every half of the product knows it. */
export interface PropertyDefinition {
  id: string;
  subject: PropertySubject;
  /** Stable name in data, filters and exports, for example `serial_number`. */
  key: string;
  kind: PropertyKind;
  /** Given by the product: its key and kind stay, and its value may stand in a column of its own. */
  isStandard: boolean;
  labels: WordsByLanguage;
  helps: WordsByLanguage;
  options: PropertyOption[];
  customerAccess: CustomerAccess;
  agentAccess: AgentAccess;
  isRequiredToClose: boolean;
  rank: number;
}

/**
 * A stored value: text, long text and link as typed; number as a number; date as `YYYY-MM-DD`; choice as an option key;
 * choices as option keys; yes/no as 'yes' or 'no'; instant as epoch ms; record as a public id.
 */
export type PropertyValue = string | number | string[];
export type PropertyValues = Record<string, PropertyValue>;

const option = z.object({
  key: z.string().check(z.regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'Use a-z, 0-9, - and _.')),
  labels: wordsByLanguage(),
  isArchived: z._default(z.boolean(), false),
});

/** What an admin may set of any property. */
const propertyFields = {
  labels: wordsByLanguage(),
  helps: z._default(wordsByLanguage(500), {}),
  options: z._default(
    z.array(option).check(z.maxLength(OPTIONS_COUNT, `Use at most ${OPTIONS_COUNT} options.`)),
    [],
  ),
  customerAccess: z._default(z.enum(CUSTOMER_ACCESS), 'none'),
  agentAccess: z._default(z.enum(AGENT_ACCESS), 'edit'),
  isRequiredToClose: z._default(z.boolean(), false),
};

export const newProperty = z.object({
  subject: z.enum(PROPERTY_SUBJECTS, 'Choose what the property belongs to.'),
  key: line('Enter a key.', KEY_LENGTH).check(
    z.regex(/^[a-z][a-z0-9_]*$/, 'Begin with a letter; then use a-z, 0-9 and _.'),
  ),
  kind: z.enum(CUSTOM_KINDS, 'Choose a kind.'),
  ...propertyFields,
});
export type NewProperty = z.infer<typeof newProperty>;

export const propertyUpdate = z.object(propertyFields);
export type PropertyUpdate = z.infer<typeof propertyUpdate>;

export const PROPERTY_ORIGINS = ['standard', 'custom'] as const;

export const propertyQuery = z.extend(recordQuery, {
  subject: z._default(z.enum(PROPERTY_SUBJECTS), 'ticket'),
  origin: z._default(z.enum(['', ...PROPERTY_ORIGINS]), ''),
});
export type PropertyQuery = z.infer<typeof propertyQuery>;

/** The properties of a subject in their new order, by public id: all of them. */
export const propertyOrder = z.object({
  subject: z.enum(PROPERTY_SUBJECTS),
  ids: z.array(id).check(z.minLength(1), z.maxLength(1000)),
});
export type PropertyOrder = z.infer<typeof propertyOrder>;

/** What names a property, so that it cannot be deleted. */
export interface PropertyUse {
  kind: 'portal' | 'access-group' | 'request-form';
  id: string;
  name: string;
}

export interface PropertyDetail extends PropertyDefinition {
  /** Records that have a value: exact up to 1,000. */
  values: { value: number; more: boolean };
  uses: PropertyUse[];
  /** Keys of options that some record has: they can be archived, not removed. */
  usedOptions: string[];
}
