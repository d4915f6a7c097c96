import {
  OPERATORS_OF,
  type FilterCondition,
  type FilterGroups,
  type FilterOperator,
} from '../contracts/filter-groups';
import { DAY, daysOf, numberOf, startOfLastDays } from '../rules/filter-groups';
import { textKeyOf, timeOfDate, wordsKeyOf } from '../rules/property-values';
import type { Value } from './connection';
import { FILTER_LETTERS } from './contact-records';
import type { PropertyRecord } from './properties';

/** A condition in SQL over one record, to stand in brackets behind WHERE. */
export interface Sql {
  sql: string;
  bindings: Value[];
}

/** A condition that nothing meets. */
export const NEVER: Sql = { sql: '1 = 0', bindings: [] };
export const not = ({ sql, bindings }: Sql): Sql => ({ sql: `NOT (${sql})`, bindings });
const joined = (parts: Sql[], word: 'AND' | 'OR'): Sql =>
  parts.length === 0
    ? NEVER
    : {
        sql: parts.map(({ sql }) => `(${sql})`).join(` ${word} `),
        bindings: parts.flatMap(({ bindings }) => bindings),
      };

/** All, or any, of the conditions; of no condition nothing meets all. */
export const allOf = (parts: Sql[]): Sql => joined(parts, 'AND');
export const anyOf = (parts: Sql[]): Sql => joined(parts, 'OR');

/**
 * Whether there is such a row. Not EXISTS: PostgreSQL would hash the whole table for it at every step over the contacts,
 * and this way it looks into the index once for each of them.
 */
export const some = (rows: string): string => `(SELECT 1 FROM ${rows} LIMIT 1) IS NOT NULL`;

/** Where the values of one property stand, as conditions that hold for a record with such a value. */
export interface Place {
  isKnown: Sql;
  hasText?(key: string): Sql;
  hasWords?(words: string[]): Sql;
  hasNumber?(comparison: string, value: number): Sql;
  /** From the first instant up to, not with, the second; either may be open. */
  hasTime?(from: number | null, until: number | null): Sql;
  hasOption?(keys: string[]): Sql;
}

/** Values that stand in typed rows of the record: `values` are those rows, of `cp_property_values v`. */
export function typedRows(property: PropertyRecord, values: string): Place {
  const has = (condition: string, ...bindings: Value[]): Sql => ({
    sql: some(`${values} AND v.property_id = ?${condition && ` AND ${condition}`}`),
    bindings: [property.rowKey, ...bindings],
  });
  return {
    isKnown: has(''),
    hasText: (key) => has('v.text_key = ?', key),
    hasWords: (words) =>
      has(words.map(() => 'v.words LIKE ?').join(' AND '), ...words.map((word) => `% ${word} %`)),
    hasNumber: (comparison, value) => has(`v.number_value ${comparison} ?`, value),
    hasTime: (from, until) => {
      const { sql, bindings } = between('v.time_value', from, until);
      return has(sql, ...bindings);
    },
    hasOption: (keys) => has(`v.option_key IN (${keys.map(() => '?').join(', ')})`, ...keys),
  };
}

function between(column: string, from: number | null, until: number | null): Sql {
  const parts: Sql[] = [];
  if (from !== null) parts.push({ sql: `${column} >= ?`, bindings: [from] });
  if (until !== null) parts.push({ sql: `${column} < ?`, bindings: [until] });
  return joined(parts, 'AND');
}

/** An instant in a column of the record; 0 is none. */
export const instantColumn = (column: string): Place => ({
  isKnown: { sql: `${column} > 0`, bindings: [] },
  hasTime: (from, until) =>
    joined([{ sql: `${column} > 0`, bindings: [] }, between(column, from, until)], 'AND'),
});

/** Public ids and option keys are such words: nothing else is asked of a column whose collation might find it. */
const asKeys = (values: readonly string[]): string[] =>
  values.filter((value) => /^[a-z0-9][a-z0-9_-]*$/.test(value));

/** The document id of another record that the record names by a key. */
export const recordColumn = (from: string): Place => ({
  isKnown: { sql: some(from), bindings: [] },
  hasOption: (keys) => ({
    sql: some(`${from} AND o.document_id IN (${keys.map(() => '?').join(', ')})`),
    bindings: keys,
  }),
});

/** A text whose key and words stand in columns. */
const nameColumns = (key: string, words: string): Place => ({
  isKnown: { sql: `${key} <> ''`, bindings: [] },
  hasText: (wanted) => ({ sql: `${key} = ?`, bindings: [wanted] }),
  hasWords: (wanted) => ({
    sql: wanted.map(() => `COALESCE(${words}, '') LIKE ?`).join(' AND '),
    bindings: wanted.map((word) => `% ${word} %`),
  }),
});

/** A text whose key and words stand among others in `filter_words`. */
function amongWords(letter: string, ofAddress: boolean): Place {
  const has = (patterns: string[]): Sql => {
    const column = ofAddress ? 'a.filter_words' : 'c.filter_words';
    const sql = patterns.map(() => `COALESCE(${column}, '') LIKE ?`).join(' AND ');
    return {
      sql: ofAddress
        ? some(
            `cp_contact_addresses a WHERE a.contact_id = c.id AND a.is_membership = ? AND ${sql}`,
          )
        : sql,
      bindings: ofAddress ? [true, ...patterns] : patterns,
    };
  };
  return {
    isKnown: has([`% ${letter}=%`]),
    hasText: (key) => has([`% ${letter}=${key} %`]),
    hasWords: (words) => has(words.map((word) => `% ${letter}:${word} %`)),
  };
}

function placeOfContact(property: PropertyRecord): Place | null {
  if (!property.isStandard)
    return typedRows(property, 'cp_property_values v WHERE v.contact_id = c.id');
  const letter = FILTER_LETTERS[property.key];
  if (letter) return amongWords(letter, property.key.startsWith('email'));
  switch (property.key) {
    case 'name':
      return nameColumns('c.name_key', 'c.name_words');
    case 'created':
      return instantColumn('c.created_time');
    case 'company':
      // A yes is 1 or true: the column itself is a condition everywhere.
      return recordColumn(
        'cp_contact_companies cc JOIN cp_companies o ON o.id = cc.company_id WHERE cc.contact_id = c.id AND cc.is_primary AND cc.left_at = 0',
      );
    default:
      return null;
  }
}

/**
 * Filter groups as one condition over `cp_contacts c`: what rules/filter-groups.ts decides in memory of a contactRecord.
 * It says nothing of the bin: the caller adds LIVING_CONTACT.
 */
export const contactFilterSql = (
  groups: FilterGroups,
  properties: readonly PropertyRecord[],
  now: number,
): Sql => filterSql(groups, properties, placeOfContact, now);

/** One translation for every kind of record: `placeOf` says where a property of it stands; null, and nothing meets it. */
export function filterSql(
  groups: FilterGroups,
  properties: readonly PropertyRecord[],
  placeOf: (property: PropertyRecord) => Place | null,
  now: number,
): Sql {
  const byKey = new Map(properties.map((property) => [property.key, property]));
  return joined(
    groups.map(({ conditions }) =>
      joined(
        conditions.map((condition) => {
          const property = byKey.get(condition.property);
          if (!property || !OPERATORS_OF[property.kind].includes(condition.operator)) return NEVER;
          const place = placeOf(property);
          return place ? conditionSql(condition, property, place, now) : NEVER;
        }),
        'AND',
      ),
    ),
    'OR',
  );
}

const TWINS: Partial<Record<FilterOperator, FilterOperator>> = {
  'is-not': 'is',
  'contains-not': 'contains',
  'is-none-of': 'is-any-of',
  'is-not-in-last-days': 'is-in-last-days',
  'is-unknown': 'is-known',
};
const COMPARISONS: Partial<Record<FilterOperator, string>> = {
  'is-less-than': '<',
  'is-at-most': '<=',
  'is-more-than': '>',
  'is-at-least': '>=',
};

function conditionSql(
  condition: FilterCondition,
  property: PropertyRecord,
  place: Place,
  now: number,
): Sql {
  const { operator, values } = condition;
  const twin = TWINS[operator];
  if (twin) return not(conditionSql({ ...condition, operator: twin }, property, place, now));
  const [first = ''] = values;
  const comparison = COMPARISONS[operator];
  if (comparison) return number(comparison, first);
  switch (operator) {
    case 'is-known':
      return place.isKnown;
    case 'is':
      if (property.kind === 'number') return number('=', first);
      if (property.kind === 'date' || property.kind === 'instant')
        return time(timeOfDate(first), timeOfDate(first) + DAY);
      return place.hasText && textKeyOf(first) !== '' ? place.hasText(textKeyOf(first)) : NEVER;
    case 'contains': {
      const words = wordsKeyOf(first).split(' ').filter(Boolean);
      return place.hasWords && words.length > 0 ? place.hasWords(words) : NEVER;
    }
    case 'is-any-of':
      return options(asKeys(values));
    case 'includes-all-of':
      return joined(
        values.map((key) => options(asKeys([key]))),
        'AND',
      );
    case 'is-before':
      return time(null, timeOfDate(first));
    case 'is-after':
      return time(timeOfDate(first) + DAY, null);
    case 'is-in-last-days':
      return time(startOfLastDays(daysOf(first), now), now + 1);
    default:
      return NEVER;
  }

  function number(sign: string, typed: string): Sql {
    const wanted = numberOf(typed);
    return Number.isNaN(wanted) || !place.hasNumber ? NEVER : place.hasNumber(sign, wanted);
  }
  function time(from: number | null, until: number | null): Sql {
    if (Number.isNaN(from) || Number.isNaN(until) || !place.hasTime) return NEVER;
    return place.hasTime(from, until);
  }
  function options(keys: string[]): Sql {
    return keys.length > 0 && place.hasOption ? place.hasOption(keys) : NEVER;
  }
}
