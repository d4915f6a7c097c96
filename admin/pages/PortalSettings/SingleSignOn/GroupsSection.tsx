import type { PortalDetail } from '../../../../server/contracts/portals';
import type { SetupChoices } from '../../../../server/contracts/portal-setup';
import { FormSection } from '../../../components/RecordFormPage';
import { SelectField } from '../../../components/SelectField';
import { api } from '../../../services/api';
import { useRead } from '../../../services/useRead';
import { useWords } from '../../../useWords';
import { ClaimField } from './MappingSection';
import type { ProviderPart } from './providerPart';
import { ValueMapField } from './ValueMapField';

/** Access groups that follow what the provider says at each sign-in. */
export function GroupsSection({
  provider,
  values,
  errors,
  set,
  isDisabled,
  portal,
}: ProviderPart & { portal: PortalDetail }) {
  const t = useWords();
  const choices = useRead<SetupChoices>(api(`/portals/${portal.id}/set-up`)).data;
  const { mapping } = values;
  const groups = (choices?.accessGroups ?? []).filter(({ kind }) => kind === 'static');
  const optionsFor = (id: string) => {
    const known = groups.map((one) => ({ value: one.id, label: one.name }));
    if (id === '' || known.some(({ value }) => value === id)) return known;
    return [...known, { value: id, label: provider.names[id] ?? id }];
  };
  return (
    <FormSection title={t('sso.groups')} hint={t('sso.groupsHint')}>
      <ClaimField
        name="mapping.groups"
        label={t('sso.claim.groups')}
        hint={t('sso.claimHint.groups')}
        value={mapping.groups}
        error={errors['mapping.groups']}
        isDisabled={isDisabled}
        onChange={(claim) => set('mapping', { ...mapping, groups: claim })}
      />
      <ValueMapField
        name="groups"
        label={t('sso.groups.values')}
        rows={values.groups}
        errors={errors}
        isDisabled={isDisabled}
        choice={(row, error, onChange) => (
          <SelectField
            name="group"
            label={t('sso.groups.one')}
            value={row.id}
            options={optionsFor(row.id)}
            error={error}
            isDisabled={isDisabled}
            onChange={onChange}
          />
        )}
        onChange={(rows) => set('groups', rows)}
      />
    </FormSection>
  );
}
