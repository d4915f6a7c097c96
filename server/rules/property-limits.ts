import type {
  AgentAccess,
  CustomerAccess,
  PropertyDefinition,
  PropertySubject,
} from '../contracts/properties';

type Known = Pick<PropertyDefinition, 'subject' | 'key' | 'kind' | 'isStandard'>;

/** Standard properties of tickets that a portal may hide from its customers. */
const HIDEABLE = new Set(['priority', 'category', 'owner', 'company']);
/** Standard properties of tickets whose values agents set and may be asked for. */
const SETTABLE = new Set(['priority', 'category']);
const REQUIRABLE = new Set(['priority', 'category', 'owner', 'company']);

const isOfTicket = (subject: PropertySubject) => subject === 'ticket';

/** What customers' access may be set to; one entry when it is fixed, none when it is as the product gives it. */
export function customerAccessChoices(property: Known): readonly CustomerAccess[] {
  if (!property.isStandard) return ['none', 'read', 'edit'];
  return isOfTicket(property.subject) && HIDEABLE.has(property.key) ? ['none', 'read'] : [];
}

export function agentAccessChoices(property: Known): readonly AgentAccess[] {
  if (!property.isStandard) return ['read', 'edit'];
  return isOfTicket(property.subject) && SETTABLE.has(property.key) ? ['read', 'edit'] : [];
}

/** Whether a ticket may have to have a value before agents close it. */
export const mayBeRequired = (property: Known): boolean =>
  isOfTicket(property.subject) && (!property.isStandard || REQUIRABLE.has(property.key));

/** Kinds whose values are chosen from options. */
export const hasOptions = ({ kind }: Pick<PropertyDefinition, 'kind'>): boolean =>
  kind === 'choice' || kind === 'choices';

/** A key from a label: `Serial number` becomes `serial_number`; '' when nothing of it can stay. */
export function proposedKey(label: string): string {
  const ascii = label
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '');
  return ascii.slice(0, 64).replace(/_+$/, '');
}

/** The same for an option, which may begin with a digit. */
export function proposedOptionKey(label: string): string {
  const ascii = label
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return ascii.slice(0, 64).replace(/-+$/, '');
}
