import { Typography } from '@strapi/design-system';
import type {
  ProviderDetail,
  ProviderPreset,
} from '../../../../server/contracts/identity-providers';
import type { PortalDetail } from '../../../../server/contracts/portals';
import { CopyField } from '../../../components/CopyField';
import { Notice } from '../../../components/Notice';
import { useWords } from '../../../useWords';
import { StepSection } from './StepSection';

type Value = keyof ProviderDetail['addresses'];

/** What each product's console asks for: not every one signs out there too. */
const VALUES: Record<ProviderPreset, readonly Value[]> = {
  google: ['callback'],
  entra: ['callback', 'signOut'],
  okta: ['callback', 'signOut'],
  auth0: ['callback', 'signOut', 'backChannel'],
  keycloak: ['callback', 'signOut', 'backChannel'],
  'openid-connect': ['callback', 'signOut', 'backChannel'],
  saml: ['metadata', 'callback', 'entityId'],
};

/** Our addresses, and where in the provider's console they belong. */
export function CopyToProvider({
  provider: { preset, kind, addresses },
  portal,
}: {
  provider: ProviderDetail;
  portal: PortalDetail;
}) {
  const t = useWords();
  return (
    <StepSection step="to">
      <Typography tag="p">{t(`sso.toProvider.${preset}`)}</Typography>
      {addresses.callback === '' ? (
        <Notice kind="warning">{t('sso.noAddress')}</Notice>
      ) : (
        VALUES[preset].map((value) => (
          <CopyField
            key={value}
            label={t(`sso.address.${kind === 'saml' && value === 'callback' ? 'acs' : value}`)}
            value={addresses[value]}
          />
        ))
      )}
      {portal.state === 'live' && (
        <Typography tag="p" variant="pi" textColor="neutral600">
          {t('sso.addressesFollow')}
        </Typography>
      )}
    </StepSection>
  );
}
