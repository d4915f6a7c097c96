import type { CompanyChoice } from '../../server/contracts/companies';
import { api } from '../services/api';
import { useWords } from '../useWords';
import type { ComboLook } from './ComboField';
import { FindField } from './FindField';

export type NamedCompany = Pick<CompanyChoice, 'id' | 'name'>;

interface Props extends ComboLook {
  /** The chosen one; null for none. */
  value: NamedCompany | null;
  /** Never offered, for example the company itself. */
  without?: string | undefined;
  onChange: (company: NamedCompany | null) => void;
}

/** Finds a company by its name or a domain while typing. */
export function CompanySelect({ value, without, onChange, ...look }: Props) {
  const t = useWords();
  return (
    <FindField<CompanyChoice[], CompanyChoice>
      placeholder={t('companies.choose')}
      {...look}
      shown={value?.name ?? ''}
      url={(q) => api('/company-choices', { q })}
      rowsOf={(rows) => rows.filter(({ id }) => id !== without)}
      textOf={({ name, domain }) => [name, domain].filter(Boolean).join(' · ')}
      onChoose={({ id, name }) => onChange({ id, name })}
      onClear={() => onChange(null)}
    />
  );
}
