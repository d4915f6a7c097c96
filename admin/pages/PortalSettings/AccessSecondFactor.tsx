import { Field } from '@strapi/design-system';
import {
  SECOND_FACTOR_RULES,
  type SecondFactorRule,
} from '../../../server/contracts/portal-settings';
import type { AccessGroupChoice } from '../../../server/contracts/portal-setup';
import { GroupTicks } from '../../components/GroupTicks';
import { RadioCards } from '../../components/RadioCards';
import { FormSection } from '../../components/RecordFormPage';
import { useWords } from '../../useWords';
import { AccessNumber } from './AccessNumber';
import type { AccessPart } from './accessPart';

/** Who needs a second step at sign-in, and from when on. Everybody may have one. */
export function AccessSecondFactor(props: AccessPart & { groups: AccessGroupChoice[] }) {
  const { values, errors, set, isDisabled, groups } = props;
  const t = useWords();
  const { secondFactor } = values;
  const change = (part: Partial<typeof secondFactor>) =>
    set('secondFactor', { ...secondFactor, ...part });
  return (
    <FormSection
      title={t('settings.access.secondFactor')}
      hint={t('settings.access.secondFactorHint')}
    >
      <RadioCards
        name="secondFactor.required"
        label={t('settings.access.required')}
        value={secondFactor.required}
        options={SECOND_FACTOR_RULES.map((rule) => ({
          value: rule,
          label: t(`settings.access.required.${rule}`),
          hint: t(`settings.access.required.${rule}Hint`),
        }))}
        error={errors['secondFactor.required']}
        isDisabled={isDisabled}
        onChange={(required) => change({ required: required as SecondFactorRule })}
      />
      {secondFactor.required === 'groups' &&
        (groups.length === 0 ? (
          <Field.Root name="secondFactor.groups" error={errors['secondFactor.groups']}>
            <Field.Label>{t('settings.access.factorGroups')}</Field.Label>
            <Field.Error />
          </Field.Root>
        ) : (
          <GroupTicks
            name="secondFactor.groups"
            label={t('settings.access.factorGroups')}
            hint={t('settings.access.factorGroupsHint')}
            groups={groups}
            chosen={secondFactor.groups}
            error={errors['secondFactor.groups']}
            isDisabled={isDisabled}
            onChange={(chosen) => change({ groups: chosen })}
          />
        ))}
      {secondFactor.required !== 'nobody' && (
        <AccessNumber
          name="graceDays"
          value={secondFactor.graceDays}
          error={errors['secondFactor.graceDays']}
          isDisabled={isDisabled}
          onChange={(graceDays) => change({ graceDays })}
        />
      )}
    </FormSection>
  );
}
