import type { PropertyDefinition } from '../../../contracts/properties';
import { parsePropertyValue, wordIn } from '../../../rules/property-values';
import { valueInWords } from '../../../rules/property-words';
import { isFilterable, isRanged, isSortable } from '../../../rules/property-filters';
import type { AskedValue } from '../../../services/ticket-properties';
import { Fragment, h } from '../../html';
import { drawnOnce } from '../../made-once';
import { query, type SiteRequest } from '../../request';

type Values = Record<string, AskedValue>;

/** What the address asks of the shown properties: `f.serial`, or `f.weight.from` and `f.weight.until`; what is no value is nothing. */
export function askedValues(
  request: SiteRequest,
  properties: readonly PropertyDefinition[],
): Values {
  const values: Values = {};
  if (!request.ctx.querystring?.includes('f.')) return values;
  for (const property of properties.filter(isFilterable)) {
    const { key } = property;
    const read = (name: string) => {
      const typed = query(request, name).trim().slice(0, 255);
      const parsed = parsePropertyValue(property, typed, typed);
      return 'value' in parsed && parsed.value !== null ? typed : '';
    };
    const asked = {
      value: read(`f.${key}`),
      from: read(`f.${key}.from`),
      until: read(`f.${key}.until`),
    };
    if (asked.value + asked.from + asked.until !== '') values[key] = asked;
  }
  return values;
}

/** The same as fields of an address. */
export const fieldsOf = (values: Values): [name: string, value: string][] =>
  Object.entries(values).flatMap(([key, { value, from, until }]) => [
    [`f.${key}`, value],
    [`f.${key}.from`, from],
    [`f.${key}.until`, until],
  ]);

interface FiltersProps {
  request: SiteRequest;
  properties: readonly PropertyDefinition[];
  values: Values;
}

export const SortOptions = (props: SortsProps) =>
  props.chosen.includes('p.') ? (
    <DrawnSorts {...props} />
  ) : (
    drawnOnce(props.properties, props.request.t, 'sorts', () => <DrawnSorts {...props} chosen="" />)
  );

/** One field for each shown property. */
export const PropertyFields = ({ request, properties, values }: FiltersProps) => (
  <>
    {properties.filter(isFilterable).map((property) => (
      <FilterField request={request} property={property} asked={values[property.key]} />
    ))}
  </>
);

/** What is asked of a property, as its reader reads it. */
export const valueWords = (
  { t, language }: SiteRequest,
  property: PropertyDefinition,
  value: string,
): string => valueInWords(property, value, language, { yes: t('word.yes'), no: t('word.no') });

interface FieldProps {
  request: SiteRequest;
  property: PropertyDefinition;
  asked: AskedValue | undefined;
}

function FilterField({ request, property, asked }: FieldProps) {
  const { t, language } = request;
  const { key, kind, options } = property;
  const label = wordIn(property.labels, language, key);
  const name = `f.${key}`;
  if (isRanged(property))
    return (
      <>
        {(['from', 'until'] as const).map((end) => (
          <label>
            <span>{t(`list.${end}`, { label })}</span>
            <input
              name={`${name}.${end}`}
              type={kind === 'date' ? 'date' : 'text'}
              inputMode={kind === 'number' ? 'decimal' : undefined}
              value={asked?.[end] ?? ''}
            />
          </label>
        ))}
      </>
    );
  if (kind === 'text')
    return (
      <label>
        <span>{label}</span>
        <input name={name} value={asked?.value ?? ''} maxLength={255} dir="auto" />
      </label>
    );
  const choices =
    kind === 'yes-no'
      ? (['yes', 'no'] as const).map((value) => ({ value, word: t(`word.${value}`) }))
      : options
          .filter((option) => !option.isArchived || option.key === asked?.value)
          .map((option) => ({
            value: option.key,
            word: wordIn(option.labels, language, option.key),
          }));
  return (
    <label>
      <span>{label}</span>
      <select name={name}>
        <option value="">{t('list.anyValue')}</option>
        {choices.map(({ value, word }) => (
          <option value={value} selected={asked?.value === value}>
            {word}
          </option>
        ))}
      </select>
    </label>
  );
}

interface SortsProps {
  request: SiteRequest;
  properties: readonly PropertyDefinition[];
  chosen: string;
}

const DrawnSorts = ({ request, properties, chosen }: SortsProps) => (
  <>
    {properties.filter(isSortable).map((property) => (
      <SortOption request={request} property={property} chosen={chosen} />
    ))}
  </>
);

interface SortProps {
  request: SiteRequest;
  property: PropertyDefinition;
  chosen: string;
}

function SortOption({ request, property, chosen }: SortProps) {
  const label = wordIn(property.labels, request.language, property.key);
  return (
    <>
      {(['ascending', 'descending'] as const).map((direction) => {
        const value = `${direction === 'ascending' ? '' : '-'}p.${property.key}`;
        return (
          <option value={value} selected={chosen === value}>
            {request.t(`list.${direction}`, { label })}
          </option>
        );
      })}
    </>
  );
}
