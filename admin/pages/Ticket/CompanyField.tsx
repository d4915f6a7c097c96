import { Combobox, ComboboxOption, Field } from '@strapi/design-system';
import type { AgentTicketDetail } from '../../../server/contracts/tickets';
import { useWords } from '../../useWords';
import { companyOptions } from './propertyOptions';

interface Props {
  ticket: AgentTicketDetail;
  /** Public id of the company; '' for none. */
  value: string;
  isDisabled: boolean;
  /** null files the ticket under no company. */
  onChange: (company: string | null) => void;
}

/** The company that the ticket is filed under, among those of its requester: found by any part of the name. Saves at once. */
export function CompanyField({ ticket, value, isDisabled, onChange }: Props) {
  const t = useWords();
  const options = companyOptions(ticket);
  const chosen = options.find((option) => option.value === value);
  return (
    <Field.Root
      name="company"
      hint={options.length === 0 ? t('properties.companyNone') : t('properties.companyHint')}
    >
      <Field.Label>{t('field.company')}</Field.Label>
      <Combobox
        // The field keeps the text that it began with.
        key={value}
        autocomplete={{ type: 'list', filter: 'contains' }}
        value={value}
        defaultTextValue={chosen?.label ?? ''}
        placeholder={t('properties.noCompany')}
        disabled={isDisabled || options.length === 0}
        noOptionsMessage={() => t('contacts.find.none')}
        clearLabel={t('properties.companyClear')}
        onChange={(next?: string) => {
          if (next !== undefined && next !== '' && next !== value) onChange(next);
        }}
        onClear={() => onChange(null)}
      >
        {options.map((option) => (
          <ComboboxOption key={option.value} value={option.value}>
            {option.label}
          </ComboboxOption>
        ))}
      </Combobox>
      <Field.Hint />
    </Field.Root>
  );
}
