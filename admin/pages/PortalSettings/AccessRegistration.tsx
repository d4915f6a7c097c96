import { FormCell, FormGrid } from '../../components/FormGrid';
import { LinesField } from '../../components/LinesField';
import { FormSection } from '../../components/RecordFormPage';
import { TickField } from '../../components/TickField';
import { useWords } from '../../useWords';
import type { AccessPart } from './accessPart';

/** Who may register without an invitation. */
export function AccessRegistration({ values, errors, set, isDisabled }: AccessPart) {
  const t = useWords();
  const { registration } = values;
  const change = (part: Partial<typeof registration>) =>
    set('registration', { ...registration, ...part });

  const domains = (name: 'allowedDomains' | 'deniedDomains') => (
    <LinesField
      name={`registration.${name}`}
      label={t(`settings.access.${name}`)}
      hint={t(`settings.access.${name}Hint`)}
      value={registration[name]}
      errors={errors}
      isDisabled={isDisabled}
      onChange={(lines) => change({ [name]: lines })}
    />
  );

  return (
    <FormSection
      title={t('settings.access.registration')}
      hint={t('settings.access.registrationHint')}
    >
      <FormGrid>
        <FormCell>{domains('allowedDomains')}</FormCell>
        <FormCell>{domains('deniedDomains')}</FormCell>
      </FormGrid>
      <TickField
        name="registration.needsApproval"
        label={t('settings.access.needsApproval')}
        hint={t('settings.access.needsApprovalHint')}
        isChosen={registration.needsApproval}
        isDisabled={isDisabled}
        error={errors['registration.needsApproval']}
        onChange={(needsApproval) => change({ needsApproval })}
      />
    </FormSection>
  );
}
