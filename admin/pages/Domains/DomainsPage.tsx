import { useState } from 'react';
import { useNotification, useRBAC } from '@strapi/strapi/admin';
import { Button, Flex, Typography } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { useIntl } from 'react-intl';
import { useNavigate } from 'react-router-dom';
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
  const [isConnecting, setIsConnecting] = useState(false);
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
        actions={
          allowedActions.canDomainEdit && (
            <Button startIcon={<Plus />} onClick={() => setIsConnecting(true)}>
              {t('domains.connect')}
            </Button>
          )
        }
        address={address}
        page={page}
        columns={columns}
        rowTo={({ id }) => paths.domain(id)}
        none={t('domains.none')}
      />
      <ConnectDomainDialog
        isOpen={isConnecting}
        onConnected={onConnected}
        onCancel={() => setIsConnecting(false)}
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
