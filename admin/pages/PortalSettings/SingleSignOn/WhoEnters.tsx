import type { PortalDetail } from '../../../../server/contracts/portals';
import { EMAIL_TRUSTS, type ProviderInput } from '../../../../server/contracts/identity-providers';
import { LinesField } from '../../../components/LinesField';
import { Notice } from '../../../components/Notice';
import { RadioCards } from '../../../components/RadioCards';
import { TickField } from '../../../components/TickField';
import { useWords, type Word } from '../../../useWords';
import type { ProviderPart } from './providerPart';
import { StepSection } from './StepSection';

const ADMITS = ['members', 'everyone'] as const;

/** Who may come in, and which addresses count as proven. */
export function WhoEnters({
  provider,
  values,
  errors,
  set,
  isDisabled,
  portal,
}: ProviderPart & { portal: PortalDetail }) {
  const t = useWords();
  const warning = warningOf();
  const tick = (name: 'isSecondFactor' | 'updatesProfile') => (
    <TickField
      name={name}
      label={t(`sso.${name}`)}
      hint={t(`sso.${name}Hint`)}
      isChosen={values[name]}
      isDisabled={isDisabled}
      error={errors[name]}
      onChange={(isChosen) => set(name, isChosen)}
    />
  );
  return (
    <StepSection step="who">
      <RadioCards
        name="admits"
        label={t('sso.admits')}
        value={values.admits}
        options={ADMITS.map((value) => ({
          value,
          label: t(`sso.admits.${value}`),
          hint: t(`sso.admits.${value}Hint`),
        }))}
        isDisabled={isDisabled}
        {...(errors.admits ? { error: errors.admits } : {})}
        onChange={(admits) => set('admits', admits as ProviderInput['admits'])}
      />
      {values.admits === 'everyone' && portal.settings.access.groups.length > 0 && (
        <Notice kind="primary">{t('sso.admits.narrowed')}</Notice>
      )}
      <RadioCards
        name="emailTrust"
        label={t('sso.emailTrust')}
        value={values.emailTrust}
        options={EMAIL_TRUSTS.map((value) => ({
          value,
          label: t(`sso.emailTrust.${value}`),
          hint: t(`sso.emailTrust.${value}Hint`),
        }))}
        isDisabled={isDisabled}
        {...(errors.emailTrust ? { error: errors.emailTrust } : {})}
        onChange={(trust) => set('emailTrust', trust as ProviderInput['emailTrust'])}
      />
      {warning && <Notice kind="warning">{t(warning)}</Notice>}
      {values.emailTrust === 'domains' && (
        <LinesField
          name="trustedDomains"
          label={t('sso.trustedDomains')}
          hint={t('sso.trustedDomainsHint')}
          value={values.trustedDomains}
          errors={errors}
          isDisabled={isDisabled}
          onChange={(domains) => set('trustedDomains', domains)}
        />
      )}
      <LinesField
        name="emailDomains"
        label={t('sso.emailDomains')}
        hint={t('sso.emailDomainsHint')}
        value={values.emailDomains}
        errors={errors}
        isDisabled={isDisabled}
        onChange={(domains) => set('emailDomains', domains)}
      />
      {tick('isSecondFactor')}
      {tick('updatesProfile')}
    </StepSection>
  );

  /** Trust in every address opens every account; and some providers never say that one is verified. */
  function warningOf(): Word | null {
    if (values.emailTrust === 'always') return 'sso.emailTrust.danger';
    if (values.emailTrust !== 'claim') return null;
    if (provider.kind === 'saml') return 'sso.emailTrust.saml';
    return provider.preset === 'entra' ? 'sso.emailTrust.entra' : null;
  }
}
