import type { CompanyChoice } from '../../server/contracts/companies';
import { api } from '../services/api';
import { useWords } from '../useWords';
import { FindField } from './FindField';

interface Props {
  label: string;
  hint?: string;
  error?: string | undefined;
  isDisabled?: boolean;
  /** The chosen one; null for none. */
  value: Pick<CompanyChoice, 'id' | 'name'> | null;
  /** Never offered, for example the company itself. */
  without?: string | undefined;
  onChange: (company: Pick<CompanyChoice, 'id' | 'name'> | null) => void;
}

/** Finds a company by the beginning of its name or of a domain while typing. */
export function CompanySelect({ value, without, onChange, ...field }: Props) {
  const t = useWords();
  return (
    <FindField<CompanyChoice[], CompanyChoice>
      {...field}
      placeholder={t('companies.choose')}
      shown={value?.name ?? ''}
      url={(q) => api('/company-choices', { q })}
      rowsOf={(rows) => rows.filter(({ id }) => id !== without)}
      textOf={({ name, domain }) => [name, domain].filter(Boolean).join(' · ')}
      onChoose={({ id, name }) => onChange({ id, name })}
      onClear={() => onChange(null)}
    />
  );
}
