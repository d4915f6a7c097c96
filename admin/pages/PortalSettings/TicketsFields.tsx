import { MOST_COLUMNS } from '../../../server/contracts/portal-settings';
import type { PropertyDefinition } from '../../../server/contracts/properties';
import { chosenFields, showableFields } from '../../../server/rules/shown-fields';
import { FormSection } from '../../components/RecordFormPage';
import { Loading } from '../../components/States';
import { TickField } from '../../components/TickField';
import { useWords } from '../../useWords';
import { FieldsPicker } from './FieldsPicker';
import type { TicketsPart } from './ticketsPart';

/** What customers see of a ticket: in the list, and on its page. */
export function TicketsFields({
  values,
  errors,
  set,
  isDisabled,
  properties,
  isLoading,
}: TicketsPart & { properties: readonly PropertyDefinition[]; isLoading: boolean }) {
  const t = useWords();
  const { columns, details } = values;
  if (isLoading) return <Loading />;
  const all = showableFields(properties);
  // What is gone or hidden from customers meanwhile is not shown to them, so it is not shown here.
  const shown = (keys: readonly string[]) => chosenFields(keys, properties);
  return (
    <>
      <FormSection title={t('settings.tickets.columns')} hint={t('settings.tickets.columnsHint')}>
        <FieldsPicker
          name="columns"
          label={t('settings.tickets.columns')}
          addLabel={t('settings.tickets.columnAdd')}
          all={all}
          chosen={shown(columns)}
          most={MOST_COLUMNS}
          error={errors.columns}
          isDisabled={isDisabled}
          onChange={(keys) => set('columns', keys)}
        />
      </FormSection>
      <FormSection title={t('settings.tickets.details')} hint={t('settings.tickets.detailsHint')}>
        <TickField
          name="allDetails"
          label={t('settings.tickets.detailsAll')}
          hint={t('settings.tickets.detailsAllHint')}
          isChosen={details === null}
          isDisabled={isDisabled}
          onChange={(isAll) => set('details', isAll ? null : all.map(({ key }) => key))}
        />
        {details && (
          <FieldsPicker
            name="details"
            label={t('settings.tickets.details')}
            addLabel={t('settings.tickets.detailAdd')}
            all={all}
            chosen={shown(details)}
            error={errors.details}
            isDisabled={isDisabled}
            onChange={(keys) => set('details', keys)}
          />
        )}
      </FormSection>
    </>
  );
}
