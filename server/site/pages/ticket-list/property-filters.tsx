import type { PropertyDefinition } from '../../../contracts/properties';
import { wordIn } from '../../../rules/property-values';
import { isFilterable, isRanged, isSortable } from '../../../rules/property-filters';
import type { AskedValue } from '../../../services/ticket-properties';
import { Fragment, h, type Html } from '../../html';
import type { Translate } from '../../messages';
import { query, type SiteRequest } from '../../request';

type Values = Record<string, AskedValue>;

/** What the address asks of the shown properties: `f.serial`, or `f.weight.from` and `f.weight.until`. */
export function askedValues(
  request: SiteRequest,
  properties: readonly PropertyDefinition[],
): Values {
  const values: Values = {};
  if (!request.ctx.querystring?.includes('f.')) return values;
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

/** What the form offers where nothing is asked, which is nearly always: drawn once for each portal and language. */
interface Plain {
  filters: Html;
  sorts: Html;
}
const plain = new WeakMap<readonly PropertyDefinition[], WeakMap<Translate, Plain>>();

function plainOf(request: SiteRequest, properties: readonly PropertyDefinition[]): Plain {
  let own = plain.get(properties);
  if (!own) plain.set(properties, (own = new WeakMap()));
  let made = own.get(request.t);
  if (!made) {
    made = {
      filters: <DrawnFilters request={request} properties={properties} values={{}} />,
      sorts: <DrawnSorts request={request} properties={properties} chosen="" />,
    };
    own.set(request.t, made);
  }
  return made;
}

export const PropertyFilters = (props: FiltersProps) =>
  Object.keys(props.values).length === 0
    ? plainOf(props.request, props.properties).filters
    : DrawnFilters(props);

export const SortOptions = (props: SortsProps) =>
  props.chosen.includes('p.') ? (
    <DrawnSorts {...props} />
  ) : (
    plainOf(props.request, props.properties).sorts
  );

/** One field for each shown property, behind a disclosure that is open while one of them narrows the list. */
function DrawnFilters({ request, properties, values }: FiltersProps) {
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
