import { useState } from 'react';
import type { AgentTicketDetail } from '../../../server/contracts/tickets';
import { ComboField } from '../../components/ComboField';
import { useWords } from '../../useWords';
import { companiesOf } from './propertyOptions';

interface Props {
  ticket: AgentTicketDetail;
  /** Public id of the company; '' for none. */
  value: string;
  isDisabled: boolean;
  /** null files the ticket under no company. */
  onChange: (company: string | null) => void;
}

/** The company that the ticket is filed under: those of its requester, found by any part of the name. Saves at once. */
export function CompanyField({ ticket, value, isDisabled, onChange }: Props) {
  const t = useWords();
  const [typed, setTyped] = useState<string | null>(null);
  const companies = companiesOf(ticket);
  const wanted = typed?.trim().toLocaleLowerCase() ?? '';
  return (
    <ComboField
      label={t('field.company')}
      hint={t(companies.length === 0 ? 'properties.companyNone' : 'properties.companyHint')}
      placeholder={t('properties.noCompany')}
      isDisabled={isDisabled || companies.length === 0}
      shown={companies.find(({ id }) => id === value)?.name ?? ''}
      typed={typed}
      setTyped={setTyped}
      found={companies.filter(({ name }) => name.toLocaleLowerCase().includes(wanted))}
      none={t('contacts.find.none')}
      clearLabel={t('properties.companyClear')}
      textOf={({ name }) => name}
      onChoose={({ id }) => {
        if (id !== value) onChange(id);
      }}
      // While something is typed, clearing ends the typing only.
      onClear={() => {
        if (typed === null && value !== '') onChange(null);
      }}
    />
  );
}
