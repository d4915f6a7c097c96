import { TICKET_STATES } from '../../../contracts/tickets';
import type { PropertyDefinition } from '../../../contracts/properties';
import { isFilterable, isRanged } from '../../../rules/property-filters';
import { timeOfDate, wordIn } from '../../../rules/property-values';
import { Fragment, h, type Html } from '../../html';
import { drawnOnce } from '../../made-once';
import { dateFormat } from '../../messages';
import type { SiteRequest } from '../../request';
import {
  addressOf,
  DAYS_NAMES,
  isFiltered,
  isMeaning,
  isPlain,
  isSearch,
  UNFILTERED,
  type AskedList,
  type Choices,
  type DaysName,
  type FactName,
} from './asked';
import { PropertyFields, SortOptions, valueWords } from './property-filters';

interface NarrowingProps {
  request: SiteRequest;
  asked: AskedList;
  choices: Choices;
}

/** Tabs, search and filters. Where no more is asked than a tab, which is nearly always, they are drawn once. */
export function Narrowing(props: NarrowingProps): Html {
  const { request, asked, choices } = props;
  const { scope, state } = asked;
  if (!isPlain(asked, choices)) return <DrawnNarrowing {...props} />;
  const part = `${request.to.portal()} ${scope} ${state} ${String(choices.hasCompany)}`;
  return drawnOnce(choices.properties, request.t, part, () => <DrawnNarrowing {...props} />);
}

function DrawnNarrowing(props: NarrowingProps) {
  const { request, asked, choices } = props;
  const { t, to } = request;
  return (
    <>
      {choices.hasCompany && (
        <nav class="tabs" aria-label={t('list.scope')}>
          {(['mine', 'company'] as const).map((scope) => (
            <a
              href={addressOf(request, asked, { scope, company: '', requester: '' })}
              aria-current={asked.scope === scope ? 'page' : undefined}
            >
              {t(`list.${scope}`)}
            </a>
          ))}
        </nav>
      )}
      <nav class="tabs small" aria-label={t('list.state')}>
        {TICKET_STATES.map((state) => (
          <a
            href={addressOf(request, asked, { state, status: '' })}
            aria-current={asked.state === state ? 'page' : undefined}
          >
            {t(`list.${state}`)}
          </a>
        ))}
      </nav>
      <form
        class="filters"
        role="search"
        aria-label={t('list.search')}
        method="get"
        action={to.portal()}
      >
        {asked.scope === 'company' && <input type="hidden" name="scope" value="company" />}
        {asked.state !== 'open' && <input type="hidden" name="state" value={asked.state} />}
        <label class="seek">
          <span>{t('list.search')}</span>
          <input name="q" type="search" value={asked.q} maxLength={200} dir="auto" />
        </label>
        <SortField {...props} />
        <button>{t('list.apply')}</button>
        <Filters {...props} />
      </form>
    </>
  );
}

/** A search is by relevance, or the newest first: in no other order are its pages full. */
function SortField({ request, asked, choices }: NarrowingProps) {
  const { t } = request;
  return (
    <label>
      <span>{t('list.sort')}</span>
      <select name="sort">
        <option value="">{t(isSearch(asked) ? 'list.byRelevance' : 'list.byActivity')}</option>
        <option value="opened" selected={asked.sort === 'opened'}>
          {t('list.byOpened')}
        </option>
        {!isSearch(asked) && (
          <SortOptions request={request} properties={choices.properties} chosen={asked.sort} />
        )}
      </select>
    </label>
  );
}

/** Folded away until somebody wants them; what is on stands below as words. */
function Filters(props: NarrowingProps) {
  const { request, asked, choices } = props;
  const { t } = request;
  const count = isFiltered(asked) ? chipsOf(props).length : 0;
  return (
    <details class="more">
      <summary>{count === 0 ? t('list.filters') : t('list.filtersOn', { count })}</summary>
      <div>
        <CompanyField {...props} />
        <StatusField {...props} />
        <FactField name="priority" {...props} />
        <FactField name="category" {...props} />
        {asked.scope === 'company' && (
          <label>
            <span>{t('list.requester')}</span>
            <input name="requester" value={asked.requester} maxLength={100} dir="auto" />
          </label>
        )}
        {DAYS_NAMES.map((name) => (
          <DaysFields name={name} {...props} />
        ))}
        <PropertyFields request={request} properties={choices.properties} values={asked.values} />
        <button>{t('list.apply')}</button>
      </div>
    </details>
  );
}

function CompanyField({ request, asked, choices: { companies } }: NarrowingProps) {
  const { t } = request;
  if (companies.length < 2) return null;
  return (
    <label>
      <span>{t('list.companies')}</span>
      <select name="company">
        <option value="">{t('list.anyCompany')}</option>
        {companies.map(({ id, name }) => (
          <option value={id} selected={asked.company === id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Statuses as customers read them: of open tickets beside open ones. */
function StatusField({ request, asked, choices: { statuses } }: NarrowingProps) {
  const { t } = request;
  const { state, status } = asked;
  const shown = statuses.filter(
    ({ id, isClosed }) => id === status || state === 'all' || isClosed === (state === 'closed'),
  );
  if (shown.length < 2 && status === '') return null;
  return (
    <label>
      <span>{t('list.status')}</span>
      <select name="status">
        <option value="">{t('list.anyStatus')}</option>
        {isMeaning(status) && (
          <option value={status} selected>
            {t(`status.${status}`)}
          </option>
        )}
        {shown.map(({ id, label }) => (
          <option value={id} selected={status === id}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}

function FactField({ request, asked, choices, name }: NarrowingProps & { name: FactName }) {
  const { t, language } = request;
  const property = choices[name];
  if (!property) return null;
  return (
    <label>
      <span>{wordIn(property.labels, language, name)}</span>
      <select name={name}>
        <option value="">{t('list.anyValue')}</option>
        {property.options
          .filter(({ key, isArchived }) => !isArchived || key === asked[name])
          .map(({ key, labels }) => (
            <option value={key} selected={asked[name] === key}>
              {wordIn(labels, language, key)}
            </option>
          ))}
      </select>
    </label>
  );
}

function DaysFields({ request, asked, name }: NarrowingProps & { name: DaysName }) {
  const { t } = request;
  const label = t(`list.${name}`);
  return (
    <>
      {(['from', 'until'] as const).map((end) => (
        <label>
          <span>{t(`list.${end}`, { label })}</span>
          <input type="date" name={`${name}.${end}`} value={asked[name][end]} />
        </label>
      ))}
    </>
  );
}

interface Chip {
  text: string;
  /** The list without it. */
  without: Partial<AskedList>;
}

/** Every filter that is on, each with a link that takes it away. */
export function Chips(props: NarrowingProps) {
  const { request, asked } = props;
  const { t } = request;
  if (!isFiltered(asked)) return null;
  const chips = chipsOf(props);
  return (
    <ul class="chips" aria-label={t('list.active')}>
      {chips.map(({ text, without }) => (
        <li>
          <a href={addressOf(request, asked, without)}>
            <bdi>{text}</bdi> <span aria-hidden="true">×</span>
            <span class="unseen">{t('list.removeFilter')}</span>
          </a>
        </li>
      ))}
      {chips.length > 1 && (
        <li>
          <a class="all" href={addressOf(request, asked, UNFILTERED)}>
            {t('list.clearFilters')}
          </a>
        </li>
      )}
    </ul>
  );
}

function chipsOf({ request, asked, choices }: NarrowingProps): Chip[] {
  const { t, language } = request;
  const chips: Chip[] = [];
  const add = (label: string, value: string, without: Partial<AskedList>) =>
    chips.push({ text: t('list.filter', { label, value }), without });
  const company = choices.companies.find(({ id }) => id === asked.company);
  if (company) add(t('list.companies'), company.name, { company: '' });
  if (asked.status !== '') {
    const named = choices.statuses.find(({ id }) => id === asked.status)?.label;
    const word = isMeaning(asked.status) ? t(`status.${asked.status}`) : (named ?? '');
    add(t('list.status'), word, { status: '' });
  }
  for (const name of ['priority', 'category'] as const) {
    const property = choices[name];
    const option = property?.options.find(({ key }) => key === asked[name]);
    if (property && option)
      add(wordIn(property.labels, language, name), wordIn(option.labels, language, option.key), {
        [name]: '',
      });
  }
  if (asked.requester !== '') add(t('list.requester'), asked.requester, { requester: '' });
  for (const name of DAYS_NAMES)
    for (const end of ['from', 'until'] as const) {
      const day = asked[name][end];
      if (day !== '')
        add(t(`list.${end}`, { label: t(`list.${name}`) }), dayIn(language, day), {
          [name]: { ...asked[name], [end]: '' },
        });
    }
  for (const property of choices.properties.filter(isFilterable))
    addOfProperty(request, asked, property, add);
  return chips;
}

function addOfProperty(
  request: SiteRequest,
  asked: AskedList,
  property: PropertyDefinition,
  add: (label: string, value: string, without: Partial<AskedList>) => void,
): void {
  const { t, language } = request;
  const { key } = property;
  const value = asked.values[key];
  if (!value) return;
  const label = wordIn(property.labels, language, key);
  const others = Object.fromEntries(Object.entries(asked.values).filter(([one]) => one !== key));
  if (!isRanged(property))
    return add(label, valueWords(request, property, value.value), { values: others });
  for (const end of ['from', 'until'] as const) {
    if (value[end] === '') continue;
    const rest = { ...value, [end]: '' };
    const isGone = rest.from + rest.until === '';
    const words = property.kind === 'date' ? dayIn(language, value[end]) : value[end];
    add(t(`list.${end}`, { label }), words, {
      values: isGone ? others : { ...others, [key]: rest },
    });
  }
}

const dayIn = (language: string, day: string): string =>
  dateFormat(language, 'UTC', 'day').format(timeOfDate(day));
