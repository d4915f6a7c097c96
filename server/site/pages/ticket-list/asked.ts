import {
  STATUS_MEANINGS,
  TICKET_STATES,
  type StatusMeaning,
  type TicketState,
} from '../../../contracts/tickets';
import type { PropertyDefinition } from '../../../contracts/properties';
import { timeOfDate } from '../../../rules/property-values';
import { sortedBy, isSortable } from '../../../rules/property-filters';
import type {
  AskedDays,
  CustomerSession,
  CustomerTicketQuery,
  ListChoices,
  StatusChoice,
} from '../../../services/types';
import { query, type SiteRequest } from '../../request';
import { askedValues, fieldsOf } from './property-filters';

/** The list as its address asks for it: what is no value of a field is as if it were not there. */
export type AskedList = CustomerTicketQuery &
  Required<Pick<CustomerTicketQuery, 'company' | 'values' | FactName | DaysName | 'requester'>>;

export type FactName = 'priority' | 'category';
export type DaysName = 'opened' | 'activity';
export const DAYS_NAMES: readonly DaysName[] = ['opened', 'activity'];

/** What this reader may choose from. */
export interface Choices extends ListChoices {
  hasCompany: boolean;
  companies: { id: string; name: string }[];
  statuses: StatusChoice[];
}

const oneOf = <Choice extends string>(
  choices: readonly Choice[],
  value: string,
  otherwise: Choice,
): Choice => choices.find((choice) => choice === value) ?? otherwise;

export const isMeaning = (status: string): status is StatusMeaning =>
  STATUS_MEANINGS.some((meaning) => meaning === status);

/** The list that an address asks for, without the company, which takes a look at those of the reader. */
export function askedList(
  request: SiteRequest,
  session: CustomerSession,
  choices: Omit<Choices, 'companies'>,
): AskedList {
  const read = (name: string) => query(request, name).trim();
  const optionOf = (property: PropertyDefinition | null, name: FactName) =>
    property?.options.some(({ key }) => key === read(name)) ? read(name) : '';
  const status = read('status');
  const isStatus = isMeaning(status) || choices.statuses.some(({ id }) => id === status);
  const scope = choices.hasCompany && read('scope') === 'company' ? 'company' : 'mine';
  return {
    scope,
    company: '',
    state: oneOf<TicketState>(TICKET_STATES, read('state'), 'open'),
    status: isStatus ? status : '',
    q: query(request, 'q').slice(0, 200),
    sort: sortOf(query(request, 'sort'), choices),
    priority: optionOf(choices.priority, 'priority'),
    category: optionOf(choices.category, 'category'),
    opened: daysOf(read('opened.from'), read('opened.until')),
    activity: daysOf(read('activity.from'), read('activity.until')),
    requester: scope === 'company' ? read('requester').slice(0, 100) : '',
    timeZone: session.timeZone,
    values: askedValues(request, choices.properties),
    cursor: query(request, 'cursor').slice(0, 220),
    language: request.language,
  };
}

const daysOf = (from: string, until: string): AskedDays => {
  const day = (typed: string) => (Number.isNaN(timeOfDate(typed)) ? '' : typed);
  return { from: day(from), until: day(until) };
};

function sortOf(asked: string, { properties }: Pick<ListChoices, 'properties'>): string {
  if (asked === 'opened') return asked;
  const by = sortedBy(asked);
  return by && properties.some((one) => one.key === by.key && isSortable(one)) ? asked : 'activity';
}

/** The address of the list with something changed: of its first page, unless a cursor is given. */
export function addressOf(
  request: SiteRequest,
  asked: AskedList,
  changed: Partial<AskedList>,
  page = '',
): string {
  const list: AskedList = Object.assign({}, asked, { cursor: '' }, changed);
  const isMine = list.scope === 'mine';
  const search = new URLSearchParams();
  const add = (name: string, value: string) => {
    if (value !== '') search.append(name, value);
  };
  if (!isMine) {
    add('scope', list.scope);
    add('company', list.company);
  }
  if (list.state !== 'open') add('state', list.state);
  add('status', list.status);
  add('q', list.q);
  if (list.sort !== 'activity') add('sort', list.sort);
  add('priority', list.priority);
  add('category', list.category);
  if (!isMine) add('requester', list.requester);
  for (const name of DAYS_NAMES) {
    add(`${name}.from`, list[name].from);
    add(`${name}.until`, list[name].until);
  }
  for (const [name, value] of fieldsOf(list.values)) add(name, value);
  add('cursor', list.cursor);
  return request.to.portal(page) + (search.size === 0 ? '' : `?${search.toString()}`);
}

const NO_DAYS: AskedDays = { from: '', until: '' };

/** The same list with every filter taken away; what is searched for stays. */
export const UNFILTERED: Partial<AskedList> = {
  company: '',
  status: '',
  priority: '',
  category: '',
  requester: '',
  opened: NO_DAYS,
  activity: NO_DAYS,
  values: {},
};

export const isFiltered = (asked: AskedList): boolean =>
  asked.company + asked.status + asked.priority + asked.category + asked.requester !== '' ||
  DAYS_NAMES.some((name) => asked[name].from + asked[name].until !== '') ||
  Object.keys(asked.values).length > 0;

export const isSearch = ({ q }: AskedList): boolean => q.trim() !== '';

/** Nothing but a tab, which is nearly always: parts of such a page are drawn once for all its readers. */
export const isPlain = (asked: AskedList, { companies }: Choices): boolean =>
  asked.q === '' && asked.sort === 'activity' && companies.length < 2 && !isFiltered(asked);
