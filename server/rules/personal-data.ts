import { PERSONAL_TYPES } from './personal-types';

/** What happens to a value: `label` says that somebody was erased, `derived` is made anew from the others beside it. */
export type Erasing = 'keep' | 'clear' | 'label' | 'derived' | 'now';

/** What becomes of an attribute. */
export interface Fate {
  /** It stands in what a person downloads of himself. */
  isTold: boolean;
  /** When the person is erased. */
  person: Erasing;
  /** When its ticket is erased. */
  ticket: Erasing;
  /** When the people of its ticket become unnamed. */
  unnamed: Erasing;
}

/** How rows of a type concern a person or a ticket. */
export interface Concern {
  /** The attribute that refers to it; `self` for the type itself, `words` where only what is written names it. */
  by: string;
  rows: 'keep' | 'remove';
}

/** What a content type holds of people. */
export interface PersonalType {
  person?: Concern;
  ticket?: Concern;
  /** The same when only the people of the ticket go. */
  unnamed?: 'keep' | 'remove';
  attributes: Readonly<Record<string, Fate>>;
}

/** A schema as far as it matters here. */
export interface TypeSchema {
  collectionName: string;
  attributes: Readonly<Record<string, { type: string; target?: string; [more: string]: unknown }>>;
}
export type TypeSchemas = Readonly<Record<string, { schema: TypeSchema }>>;

export interface PlannedColumn extends Fate {
  attribute: string;
  column: string;
  type: string;
  /** Of a relation: the type that it leads to; '' otherwise. */
  target: string;
}

/** What is read and erased of one type. */
export interface PlannedType {
  name: string;
  table: string;
  person: (Concern & { column: string }) | null;
  ticket: (Concern & { column: string }) | null;
  unnamed: 'keep' | 'remove';
  columns: PlannedColumn[];
}

const OURS = 'plugin::customer-portal.';

/** Name of the column of an attribute, as Strapi makes it. */
const columnOf = (attribute: string, type: string): string =>
  `${attribute.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}${type === 'relation' ? '_id' : ''}`;

const leadsTo = (schema: TypeSchema, type: string): string | undefined =>
  Object.entries(schema.attributes).find(([, { target }]) => target === OURS + type)?.[0];

/** Nobody has said anything of it: it is told, and it goes. */
const UNDECLARED: Fate = { isTold: true, person: 'clear', ticket: 'clear', unnamed: 'clear' };

/**
 * What is read and erased, type by type, as the schemas stand. What nobody declared and refers to a contact or a ticket is
 * taken for theirs: it is told, and goes with them.
 */
export function planPersonalData(
  types: TypeSchemas,
  declared: Readonly<Record<string, PersonalType>> = PERSONAL_TYPES,
): PlannedType[] {
  return Object.entries(types).flatMap(([name, { schema }]) => {
    const type = declared[name] ?? guessed(schema);
    if (!type.person && !type.ticket) return [];
    const columns = Object.entries(schema.attributes).map(
      ([attribute, { type: kind, target }]) => ({
        attribute,
        column: columnOf(attribute, kind),
        type: kind,
        target: kind === 'relation' ? (target ?? '').replace(OURS, '') : '',
        // Where nobody said whose name a relation leads to, it may be somebody else's.
        ...(type.attributes[attribute] ?? { ...UNDECLARED, isTold: kind !== 'relation' }),
      }),
    );
    const at = (concern: Concern | undefined) =>
      concern
        ? { ...concern, column: concern.by === 'self' ? 'id' : columnOf(concern.by, 'relation') }
        : null;
    return {
      name,
      table: schema.collectionName,
      person: at(type.person),
      ticket: at(type.ticket),
      unnamed: type.unnamed ?? (declared[name] ? 'keep' : 'remove'),
      columns,
    };
  });
}

function guessed(schema: TypeSchema): PersonalType {
  const person = leadsTo(schema, 'contact');
  const ticket = leadsTo(schema, 'ticket');
  return {
    ...(person === undefined ? {} : { person: { by: person, rows: 'remove' as const } }),
    ...(ticket === undefined ? {} : { ticket: { by: ticket, rows: 'remove' as const } }),
    unnamed: person === undefined ? 'keep' : 'remove',
    attributes: {},
  };
}

/** Types and attributes that nobody has said anything of, and declared ones that are not there; for a test. */
export function undeclaredParts(
  types: TypeSchemas,
  declared: Readonly<Record<string, PersonalType>> = PERSONAL_TYPES,
): string[] {
  const missing = Object.entries(types).flatMap(([name, { schema }]) => {
    const type = declared[name];
    if (!type) return [name];
    const hidden = Object.entries(schema.attributes)
      .filter(([attribute]) => !Object.hasOwn(type.attributes, attribute))
      .map(([attribute]) => `${name}.${attribute}`);
    const isUnsaid =
      (leadsTo(schema, 'contact') !== undefined && !type.person) ||
      (leadsTo(schema, 'ticket') !== undefined && !type.ticket);
    return isUnsaid ? [...hidden, `${name}: whom it concerns`] : hidden;
  });
  const gone = Object.entries(declared).flatMap(([name, { attributes }]) =>
    Object.keys(attributes)
      .filter((attribute) => !Object.hasOwn(types[name]?.schema.attributes ?? {}, attribute))
      .map((attribute) => `${name}.${attribute} is not there`),
  );
  return [...missing, ...gone];
}

/**
 * Raw tables, and what becomes of what they hold of a person who is erased. store/erasure.ts does it; a test
 * compares the tables.
 */
export const RAW_TABLES: Readonly<Record<string, string>> = {
  cp_raw_versions: 'holds nothing of people',
  cp_jobs: 'holds nothing of people',
  cp_counters: 'holds nothing of people',
  cp_confirmed_installation: 'holds nothing of people',
  cp_sessions: 'his are removed, and told',
  cp_one_time_tokens: 'his are removed',
  cp_known_devices: 'his are removed, and told',
  cp_pending_uploads: 'gone within a day, with their files',
  cp_password_failures: 'those of his addresses are removed',
  cp_contact_words: 'his are removed',
  cp_company_words: 'holds words of companies',
  cp_outbox: 'mails to his addresses, and of erased tickets, are removed',
  cp_import_problems: 'names rows of a file; goes with the import',
  cp_ticket_search: 'rows of erased tickets are removed',
  cp_ticket_search_agents: 'rows of erased tickets are removed',
};

/** What a text of an activity says when it named somebody: one name, or a list of them. */
export function withoutWords(value: string, words: ReadonlySet<string>, label: string): string {
  if (value === '') return value;
  return value
    .split(', ')
    .map((part) => (words.has(part.trim().toLowerCase()) ? label : part))
    .join(', ');
}
