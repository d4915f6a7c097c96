import { Button } from '@strapi/design-system';
import { Cross } from '@strapi/icons';
import { useIntl } from 'react-intl';
import type { PropertyDefinition } from '../../../server/contracts/properties';
import { type HelpDeskChoices, PRIORITIES, TICKET_STATES } from '../../../server/contracts/tickets';
import { isSortable } from '../../../server/rules/property-filters';
import { wordIn } from '../../../server/rules/property-values';
import { Choice, type Option } from '../../components/Choice';
import { useValueWords, useWords } from '../../useWords';
import { PropertyFilter } from './PropertyFilter';
import { statusOptions } from './statusOptions';
import type { ListAddress, ListQuery } from './useListAddress';

// A select has no empty value.
const ANY = 'any';

interface Props {
  address: ListAddress;
  choices: HelpDeskChoices | undefined;
  /** Of tickets. */
  properties: PropertyDefinition[];
}

export function Filters({ address, choices, properties }: Props) {
  const t = useWords();
  const { locale } = useIntl();
  const wordOf = useValueWords();
  const { query, change, clear, isNarrowed } = address;

  const filter = (key: keyof ListQuery, label: string, any: string, options: Option[]) => (
    <Choice
      label={label}
      value={query[key] || ANY}
      options={[{ value: ANY, label: any }, ...options]}
      onChange={(value) => change({ [key]: value === ANY ? '' : value })}
    />
  );

  return (
    <>
      <Choice
        label={t('filter.state')}
        value={query.state}
        options={TICKET_STATES.map((state) => ({ value: state, label: t(`state.${state}`) }))}
        onChange={(state) => change({ state })}
      />
      {filter('status', t('field.status'), t('filter.any'), statusOptions(choices?.statuses ?? []))}
      {filter(
        'priority',
        t('field.priority'),
        t('filter.any'),
        PRIORITIES.map((value) => ({ value, label: wordOf('priority', value) })),
      )}
      {filter('assignee', t('field.assignee'), t('filter.anyone'), [
        { value: 'me', label: t('filter.me') },
        { value: 'none', label: t('ticket.unassigned') },
        ...(choices?.agents ?? []).map(({ id, name }) => ({ value: id, label: name })),
      ])}
      {filter(
        'inbox',
        t('field.inbox'),
        t('filter.any'),
        (choices?.inboxes ?? []).map(({ id, name }) => ({ value: id, label: name })),
      )}
      <PropertyFilter address={address} properties={properties} />
      <Choice
        label={t('filter.sort')}
        value={query.sort}
        options={[
          { value: 'activity', label: t('sort.activity') },
          { value: 'opened', label: t('sort.opened') },
          ...properties.filter(isSortable).flatMap(({ key, labels }) => {
            const label = wordIn(labels, locale, key);
            return [
              { value: `p.${key}`, label: t('sort.ascending', { label }) },
              { value: `-p.${key}`, label: t('sort.descending', { label }) },
            ];
          }),
        ]}
        onChange={(sort) => change({ sort })}
      />
      {isNarrowed && (
        <Button variant="ghost" startIcon={<Cross />} onClick={clear}>
          {t('filter.clear')}
        </Button>
      )}
    </>
  );
}
