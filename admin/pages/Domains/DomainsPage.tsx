import { useNotification, useRBAC } from '@strapi/strapi/admin';
import { Flex, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { useNavigate, useSearchParams } from 'react-router-dom';
import type { DomainDetail, DomainRow } from '../../../server/contracts/domains';
import { RecordListPage, type Column } from '../../components/RecordListPage';
import { permissions } from '../../permissions';
import { paths } from '../../plugin';
import { useRecords } from '../../services/records';
import { useListAddress } from '../../services/useListAddress';
import { useWords } from '../../useWords';
import { ConnectDomainDialog } from './ConnectDomainForm';
import { DomainState } from './DomainState';

const DEFAULTS = { q: '', sort: '' };
/** In the address of the list while its dialog is open. */
const CONNECTING = 'connect';

/** Addresses without the scheme that goes without saying. */
export const shownAddress = ({ origin, basePath }: Pick<DomainRow, 'origin' | 'basePath'>) =>
  `${origin.replace(/^https:\/\//, '')}${basePath}`;

/** Every domain, whether it is proven, and what lives there. */
export function DomainsPage() {
  const t = useWords();
  const navigate = useNavigate();
  const { formatDisplayName } = useIntl();
  const { toggleNotification } = useNotification();
  const { allowedActions } = useRBAC(permissions.domainEdit);
  const [params, setParams] = useSearchParams();
  const address = useListAddress(DEFAULTS);
  const page = useRecords<DomainRow>('/domains', address.query, address.cursor);
  const columns: Column<DomainRow>[] = [
    { label: t('domains.domain'), sort: 'origin', cell: shownAddress },
    {
      label: t('domains.stateHead'),
      sort: 'state',
      cell: (domain) => <DomainState domain={domain} />,
    },
    {
      label: t('domains.language'),
      sort: 'primaryLanguage',
      cell: ({ primaryLanguage }) =>
        formatDisplayName(primaryLanguage, { type: 'language' }) ?? primaryLanguage,
    },
    { label: t('domains.livesThere'), cell: (domain) => <Residents domain={domain} /> },
  ];

  const onConnected = ({ id }: DomainDetail) => {
    toggleNotification({ type: 'success', message: t('domains.connected') });
    navigate(paths.domain(id));
  };

  return (
    <>
      <RecordListPage
        title={t('nav.domains')}
        subtitle={t('domains.subtitle')}
        label={t('nav.domains')}
        searchHint={t('domains.searchHint')}
        create={
          allowedActions.canDomainEdit
            ? { to: `?${CONNECTING}=yes`, label: t('domains.connect') }
            : undefined
        }
        address={address}
        page={page}
        columns={columns}
        rowTo={({ id }) => paths.domain(id)}
        none={t('domains.none')}
      />
      <ConnectDomainDialog
        isOpen={params.has(CONNECTING) && allowedActions.canDomainEdit === true}
        onConnected={onConnected}
        onCancel={() => setParams({}, { replace: true })}
      />
    </>
  );
}

function Residents({ domain }: { domain: DomainRow }) {
  const t = useWords();
  const names = [
    ...domain.portals.map(({ name }) => name),
    ...domain.knowledgeBases.map(({ title }) => title),
  ];
  return (
    <Flex direction="column" alignItems="flex-start" gap={1}>
      {domain.isSystem && (
        <Typography variant="pi" fontWeight="semiBold" textColor="neutral800">
          {t('domains.system')}
        </Typography>
      )}
      <Typography variant="pi" textColor={names.length > 0 ? 'neutral800' : 'neutral600'}>
        {names.length > 0 ? names.join(', ') : t('domains.nothingThere')}
      </Typography>
    </Flex>
  );
}
