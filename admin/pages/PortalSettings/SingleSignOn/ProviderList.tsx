import { useIntl } from 'react-intl';
import type { ProviderRow } from '../../../../server/contracts/identity-providers';
import { isRunningOut } from '../../../../server/rules/certificates';
import { RecordListPage } from '../../../components/RecordListPage';
import { paths } from '../../../plugin';
import { useRecords } from '../../../services/records';
import { useListAddress } from '../../../services/useListAddress';
import { useWords } from '../../../useWords';
import type { SectionProps } from '../sections';
import { ProviderState } from './ProviderState';

const DEFAULTS = { q: '', sort: '' };

export function ProviderList({ portal, canEdit }: SectionProps) {
  const t = useWords();
  const { formatList } = useIntl();
  const address = useListAddress(DEFAULTS);
  const page = useRecords<ProviderRow>(
    `/portals/${portal.id}/identity-providers`,
    address.query,
    address.cursor,
  );
  return (
    <RecordListPage
      title={portal.settings.general.name}
      subtitle={t('settings.singleSignOn')}
      back={{ to: paths.portals, label: t('settings.back') }}
      label={t('sso.list')}
      create={
        canEdit ? { to: paths.identityProvider(portal.id, 'new'), label: t('sso.add') } : undefined
      }
      address={address}
      page={page}
      rowTo={({ id }) => paths.identityProvider(portal.id, id)}
      none={t('sso.none')}
      columns={[
        { label: t('sso.name'), sort: 'name', cell: ({ name }) => name },
        { label: t('sso.state'), cell: (row) => <ProviderState provider={row} /> },
        { label: t('sso.kind'), cell: ({ preset }) => t(`sso.preset.${preset}`) },
        {
          label: t('sso.emailDomains'),
          cell: ({ emailDomains }) => (emailDomains.length === 0 ? '–' : formatList(emailDomains)),
        },
        { label: t('sso.attention'), cell: (row) => attentionOf(row) || '–' },
      ]}
    />
  );

  function attentionOf({ isSecretLost, certificatesEndAt }: ProviderRow): string {
    if (isSecretLost) return t('sso.attention.secret');
    const ends = [{ notBefore: 0, notAfter: certificatesEndAt }];
    const isEnding = certificatesEndAt > 0 && isRunningOut(ends, Date.now());
    return isEnding ? t('sso.attention.certificate') : '';
  }
}
