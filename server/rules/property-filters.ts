import type { PropertyDefinition, PropertyKind } from '../contracts/properties';

const FILTERED = new Set<PropertyKind>(['text', 'choice', 'choices', 'yes-no', 'number', 'date']);
const SORTED = new Set<PropertyKind>(['text', 'number', 'date']);

/** Custom properties that lists of tickets can be narrowed by. */
export const isFilterable = ({ kind, isStandard }: PropertyDefinition): boolean =>
  !isStandard && FILTERED.has(kind);

/** Custom properties whose values have an order that people expect. */
export const isSortable = ({ kind, isStandard }: PropertyDefinition): boolean =>
  !isStandard && SORTED.has(kind);

/** Numbers and dates are asked for from and until, other kinds for one value. */
export const isRanged = ({ kind }: Pick<PropertyDefinition, 'kind'>): boolean =>
  kind === 'number' || kind === 'date';

/** The property that an address sorts by: `p.serial`, or `-p.serial` for descending; undefined for another sort. */
export function sortedBy(sort: string): { key: string; isDescending: boolean } | undefined {
  const [, sign, key] = /^(-?)p\.([a-z][a-z0-9_]*)$/.exec(sort) ?? [];
  return key === undefined ? undefined : { key, isDescending: sign === '-' };
}
