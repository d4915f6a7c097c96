import { useState } from 'react';
import { COMPANY_RULES, type ProviderInput } from '../../../../server/contracts/identity-providers';
import { CompanySelect } from '../../../components/CompanySelect';
import { RadioCards } from '../../../components/RadioCards';
import { FormSection } from '../../../components/RecordFormPage';
import { useWords } from '../../../useWords';
import { ClaimField } from './MappingSection';
import type { ProviderPart } from './providerPart';
import { ValueMapField } from './ValueMapField';

/** Which company people belong to; it gives membership, never its tickets. */
export function CompanySection({ provider, values, errors, set, isDisabled }: ProviderPart) {
  const t = useWords();
  /** Of companies that were chosen just now: the saved ones are named by the server. */
  const [named, setNamed] = useState<Record<string, string>>({});
  const { company, mapping } = values;
  const change = (part: Partial<typeof company>) => set('company', { ...company, ...part });
  const select = (
    label: string,
    id: string,
    error: string | undefined,
    onChange: (id: string) => void,
  ) => (
    <CompanySelect
      label={label}
      value={id === '' ? null : { id, name: named[id] ?? provider.names[id] ?? id }}
      error={error}
      isDisabled={isDisabled}
      onChange={(chosen) => {
        if (chosen) setNamed((before) => ({ ...before, [chosen.id]: chosen.name }));
        onChange(chosen?.id ?? '');
      }}
    />
  );
  return (
    <FormSection title={t('sso.company')} hint={t('sso.companyHint')}>
      <RadioCards
        name="company.by"
        label={t('sso.company.by')}
        value={company.by}
        options={COMPANY_RULES.map((value) => ({
          value,
          label: t(`sso.company.by.${value}`),
          hint: t(`sso.company.by.${value}Hint`),
        }))}
        isDisabled={isDisabled}
        {...(errors['company.by'] ? { error: errors['company.by'] } : {})}
        onChange={(by) => change({ by: by as ProviderInput['company']['by'] })}
      />
      {company.by === 'fixed' &&
        select(t('sso.company.one'), company.fixed, errors['company.fixed'], (fixed) =>
          change({ fixed }),
        )}
      {company.by === 'claim' && (
        <>
          <ClaimField
            name="mapping.company"
            label={t('sso.claim.company')}
            hint={t('sso.claimHint.company')}
            value={mapping.company}
            error={errors['mapping.company']}
            isDisabled={isDisabled}
            onChange={(claim) => set('mapping', { ...mapping, company: claim })}
          />
          <ValueMapField
            name="company.values"
            label={t('sso.company.values')}
            rows={company.values}
            errors={errors}
            isDisabled={isDisabled}
            choice={(row, error, onChange) => select(t('sso.company.one'), row.id, error, onChange)}
            onChange={(rows) => change({ values: rows })}
          />
        </>
      )}
    </FormSection>
  );
}
