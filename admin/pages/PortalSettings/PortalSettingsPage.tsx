import { useRBAC } from '@strapi/strapi/admin';
import { Box } from '@strapi/design-system';
import { Navigate, NavLink, useParams } from 'react-router-dom';
import { styled } from 'styled-components';
import type { PortalDetail } from '../../../server/contracts/portals';
import { Failure, Loading } from '../../components/States';
import { permissions } from '../../permissions';
import { paths } from '../../plugin';
import { useRecord } from '../../services/records';
import { useWords } from '../../useWords';
import { SETTINGS_TABS } from './sections';

const Tabs = styled.nav`
  display: flex;
  flex-wrap: wrap;
  column-gap: ${({ theme }) => theme.spaces[5]};
  padding: ${({ theme }) => `${theme.spaces[4]} ${theme.spaces[8]} 0`};

  a {
    color: ${({ theme }) => theme.colors.neutral700};
    font-size: 1.4rem;
    padding-block: ${({ theme }) => theme.spaces[2]};
    border-block-end: 2px solid transparent;
    text-decoration: none;
  }

  a[aria-current='page'] {
    color: ${({ theme }) => theme.colors.primary600};
    border-color: currentColor;
  }
`;

const ASKED = [...permissions.portalEdit, ...permissions.memberRead];

/** The settings of one portal: a tab for each page of them, each saved by itself. Below a tab its address names none. */
export function PortalSettingsPage({ page: below }: { page?: string }) {
  const t = useWords();
  const { id = '', page = below ?? '' } = useParams();
  const { data, error, isLoading, refetch } = useRecord<PortalDetail>('/portals', id);
  const { allowedActions } = useRBAC(ASKED);
  const tab = SETTINGS_TABS.find((one) => one.page === page);
  if (!tab) return <Navigate to={paths.portals} replace />;
  if (error && !isLoading) return <Failure error={error} onRetry={refetch} />;
  if (!data) return <Loading />;
  return (
    <>
      <Box>
        <Tabs aria-label={t('settings.tabs')}>
          {SETTINGS_TABS.map((one) => (
            <NavLink key={one.page} to={paths.portal(id, one.page)}>
              {t(one.label)}
            </NavLink>
          ))}
          {allowedActions.canMemberRead && (
            <NavLink to={paths.members(id)}>{t('members.title')}</NavLink>
          )}
        </Tabs>
      </Box>
      <tab.Component
        key={`${id} ${tab.page}`}
        portal={data}
        canEdit={Boolean(allowedActions.canPortalEdit)}
        refetch={refetch}
      />
    </>
  );
}
