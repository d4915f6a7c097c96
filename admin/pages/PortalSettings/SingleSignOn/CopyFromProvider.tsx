import { Typography } from '@strapi/design-system';
import { LinesField } from '../../../components/LinesField';
import { TextField } from '../../../components/TextField';
import { useWords } from '../../../useWords';
import { IssuerFields } from './IssuerFields';
import type { ProviderPart } from './providerPart';
import { SamlFields } from './SamlFields';
import { SecretField } from './SecretField';
import { StepSection } from './StepSection';

/** The provider's values: by them we find it, and it knows us. */
export function CopyFromProvider(props: ProviderPart & { route: string }) {
  const { provider, values, errors, set, isDisabled } = props;
  const t = useWords();
  const { oidc } = values;
  return (
    <StepSection step="from">
      <Typography tag="p">{t(`sso.fromProvider.${provider.preset}`)}</Typography>
      {provider.kind === 'saml' ? (
        <SamlFields {...props} />
      ) : (
        <>
          <IssuerFields {...props} />
          <TextField
            name="oidc.clientId"
            label={t('sso.clientId')}
            value={oidc.clientId}
            maxLength={300}
            isRequired
            isDisabled={isDisabled}
            error={errors['oidc.clientId']}
            onChange={(clientId) => set('oidc', { ...oidc, clientId })}
          />
          <SecretField {...props} />
          <LinesField
            name="oidc.scopes"
            label={t('sso.scopes')}
            hint={t('sso.scopesHint')}
            value={oidc.scopes}
            errors={errors}
            isDisabled={isDisabled}
            onChange={(scopes) => set('oidc', { ...oidc, scopes })}
          />
        </>
      )}
    </StepSection>
  );
}
