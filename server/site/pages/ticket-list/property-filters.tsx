import type { PropertyDefinition } from '../../../contracts/properties';
import { wordIn } from '../../../rules/property-values';
import { isFilterable, isRanged } from '../../../rules/property-filters';
import type { AskedValue } from '../../../services/ticket-properties';
import { Fragment, h } from '../../html';
import { query, type SiteRequest } from '../../request';

type Values = Record<string, AskedValue>;

/** What the address asks of the shown properties: `f.serial`, or `f.weight.from` and `f.weight.until`. */
export function askedValues(
  request: SiteRequest,
  properties: readonly PropertyDefinition[],
): Values {
  const values: Values = {};
  for (const { key } of properties.filter(isFilterable)) {
    const read = (name: string) => query(request, name).trim().slice(0, 255);
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
export const fieldsOf = (values: Values): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([key, { value, from, until }]) => [
      [`f.${key}`, value],
      [`f.${key}.from`, from],
      [`f.${key}.until`, until],
    ]),
  );

interface FiltersProps {
  request: SiteRequest;
  properties: readonly PropertyDefinition[];
  values: Values;
}

/** One field for each shown property, behind a disclosure that is open while one of them narrows the list. */
export function PropertyFilters({ request, properties, values }: FiltersProps) {
  const shown = properties.filter(isFilterable);
  if (shown.length === 0) return null;
  return (
    <details class="more" open={Object.keys(values).length > 0}>
      <summary>{request.t('list.filters')}</summary>
      <div>
        {shown.map((property) => (
          <FilterField request={request} property={property} asked={values[property.key]} />
        ))}
        <button>{request.t('list.apply')}</button>
      </div>
    </details>
  );
}

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

interface SortProps {
  request: SiteRequest;
  property: PropertyDefinition;
  chosen: string;
}

export function SortOptions({ request, property, chosen }: SortProps) {
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
