import { Field, Radio } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { TICKET_PERMISSIONS, type TicketSettings } from '../../../server/contracts/portal-settings';
import type { PropertyDefinition } from '../../../server/contracts/properties';
import { FilterGroupsEditor, FilterPreview } from '../../components/FilterGroupsEditor';
import { FormSection } from '../../components/RecordFormPage';
import { SelectField } from '../../components/SelectField';
import { TickField } from '../../components/TickField';
import { useWords } from '../../useWords';
import type { TicketsPart } from './ticketsPart';

const TICKS = ['includesChildren', 'keepsOwnAfterLeaving'] as const;

/** Whose tickets customers see. */
export function TicketsSight({
  values,
  errors,
  set,
  isDisabled,
  properties,
}: TicketsPart & { properties: readonly PropertyDefinition[] }) {
  const t = useWords();
  const { locale } = useIntl();
  const { permission, permissionFilter } = values;
  return (
    <FormSection title={t('settings.tickets.permission')}>
      <Field.Root
        name="permission"
        error={errors.permission}
        hint={t(`settings.tickets.permission.${permission}Hint`)}
      >
        <Radio.Group
          aria-label={t('settings.tickets.permission')}
          value={permission}
          disabled={isDisabled}
          onValueChange={(chosen: string) =>
            set('permission', chosen as TicketSettings['permission'])
          }
        >
          {TICKET_PERMISSIONS.map((one) => (
            <Radio.Item key={one} value={one}>
              {t(`settings.tickets.permission.${one}`)}
            </Radio.Item>
          ))}
        </Radio.Group>
        <Field.Error />
        <Field.Hint />
      </Field.Root>
      {permission === 'filter' && (
        <>
          <FilterGroupsEditor
            subject="contact"
            properties={properties}
            value={permissionFilter}
            errors={errors}
            name="permissionFilter"
            isDisabled={isDisabled}
            language={locale}
            onChange={(groups) => set('permissionFilter', groups)}
          />
          {/* Whoever may only read the settings is not told who meets the filter. */}
          {!isDisabled && <FilterPreview groups={permissionFilter} properties={properties} />}
        </>
      )}
      {permission !== 'associated' && (
        <SelectField
          name="companies"
          label={t('settings.tickets.companies')}
          hint={t('settings.tickets.companiesHint')}
          value={values.companies}
          options={(['primary', 'all'] as const).map((value) => ({
            value,
            label: t(`settings.tickets.companies.${value}`),
          }))}
          error={errors.companies}
          isDisabled={isDisabled}
          onChange={(chosen) => set('companies', chosen as TicketSettings['companies'])}
        />
      )}
      {TICKS.filter((name) => permission !== 'associated' || name !== 'includesChildren').map(
        (name) => (
          <TickField
            key={name}
            name={name}
            label={t(`settings.tickets.${name}`)}
            hint={t(`settings.tickets.${name}Hint`)}
            isChosen={values[name]}
            isDisabled={isDisabled}
            error={errors[name]}
            onChange={(isChosen) => set(name, isChosen)}
          />
        ),
      )}
    </FormSection>
  );
}
