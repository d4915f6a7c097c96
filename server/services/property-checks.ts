import type {
  NewProperty,
  PropertyDefinition,
  PropertyOption,
  PropertyUpdate,
} from '../contracts/properties';
import {
  agentAccessChoices,
  customerAccessChoices,
  hasOptions,
  mayBeRequired,
} from '../rules/property-limits';
import { wordIn } from '../rules/property-values';
import type { Connection } from '../store/connection';
import { listPropertyKeys, type PropertyRecord } from '../store/properties';
import { listUsedOptions } from '../store/property-values';
import { refused } from './refusals';

/** Names that mean something else where values stand by key. */
const RESERVED = new Set(['attachments', 'constructor']);

/** Why a new property cannot have its key; '' when it can. */
export async function keyProblem(
  db: Connection,
  { subject, key }: Pick<NewProperty, 'subject' | 'key'>,
): Promise<string> {
  if (RESERVED.has(key)) return `“${key}” is reserved. Choose another key.`;
  return (await listPropertyKeys(db, subject)).has(key)
    ? 'Another property has or had this key. Choose another one.'
    : '';
}

const hasWord = (words: Record<string, string>) => Object.values(words).some((one) => one !== '');

export type PropertyShape = Pick<PropertyDefinition, 'subject' | 'key' | 'kind' | 'isStandard'>;

/** What is wrong with an input that its shape cannot say. */
export function propertyProblems(property: PropertyShape, input: PropertyUpdate) {
  const problems: { path: string; message: string }[] = [];
  if (!hasWord(input.labels))
    problems.push({ path: 'labels', message: 'Enter a label in one language at least.' });
  if (!hasOptions(property)) return problems;
  if (!input.options.some(({ isArchived }) => !isArchived))
    problems.push({ path: 'options', message: 'Add an option that can be chosen.' });
  const seen = new Set<string>();
  for (const [at, { key, labels }] of input.options.entries()) {
    if (seen.has(key))
      problems.push({
        path: `options.${at}.key`,
        message: 'Another option has this key. Choose another one.',
      });
    seen.add(key);
    if (!hasWord(labels))
      problems.push({
        path: `options.${at}.labels`,
        message: 'Enter a label in one language at least.',
      });
  }
  return problems;
}

/** An option that records have stays, and so do those of a standard property. */
export async function checkOptions(
  db: Connection,
  property: PropertyRecord,
  options: readonly PropertyOption[],
): Promise<void> {
  if (!hasOptions(property)) return;
  const isThere = (key: string) => options.some((option) => option.key === key);
  if (property.isStandard) {
    const isSame =
      options.length === property.options.length &&
      property.options.every(({ key }) => isThere(key)) &&
      options.every(({ isArchived }) => !isArchived);
    if (!isSame)
      refused('options', 'The options of a standard property stay; change their words and order.');
    return;
  }
  const gone = property.options.filter(({ key }) => !isThere(key));
  if (gone.length === 0) return;
  const used = await listUsedOptions(db, property);
  const inUse = gone.find(({ key }) => used.includes(key));
  if (inUse)
    refused(
      'options',
      `Records have the option “${wordIn(inUse.labels, 'en', inUse.key)}”. Archive it instead of removing it.`,
    );
}

const withWords = (words: Record<string, string>) =>
  Object.fromEntries(Object.entries(words).filter(([, word]) => word !== ''));

/** What is stored of an input: only what the property lets be set. */
export function cleanedProperty(
  property: PropertyShape & Partial<PropertyDefinition>,
  input: PropertyUpdate,
) {
  const customers = customerAccessChoices(property);
  const agents = agentAccessChoices(property);
  return {
    labels: withWords(input.labels),
    helps: withWords(input.helps),
    options: hasOptions(property)
      ? input.options.map((option) => ({ ...option, labels: withWords(option.labels) }))
      : [],
    customerAccess: customers.includes(input.customerAccess)
      ? input.customerAccess
      : (property.customerAccess ?? 'none'),
    agentAccess: agents.includes(input.agentAccess)
      ? input.agentAccess
      : (property.agentAccess ?? 'edit'),
    isRequiredToClose: input.isRequiredToClose && mayBeRequired(property),
  };
}

export type CleanedProperty = ReturnType<typeof cleanedProperty>;
