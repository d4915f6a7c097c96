import { Page, useRBAC } from '@strapi/strapi/admin';
import { Navigate } from 'react-router-dom';
import type { RecordPage } from '../../server/contracts/lists';
import type { PortalRow } from '../../server/contracts/portals';
import { useNavEntries } from '../components/navEntries';
import { permissions } from '../permissions';
import { paths } from '../plugin';
import { api } from '../services/api';
import { useRead } from '../services/useRead';

/** To the first page that the person's role lets see; before there is a portal, to the set-up for whoever may begin it. */
export function HomeRedirect() {
  const { sections, isLoading } = useNavEntries();
  const { allowedActions, isLoading: isAsking } = useRBAC(permissions.portalEdit);
  if (isLoading || isAsking) return <Page.Loading />;
  const first = sections[0]?.entries[0]?.to ?? paths.helpDesk;
  return allowedActions.canPortalEdit ? (
    <ToSetUp otherwise={first} />
  ) : (
    <Navigate to={first} replace />
  );
}

function ToSetUp({ otherwise }: { otherwise: string }) {
  const { data, error } = useRead<RecordPage<PortalRow>>(api('/portals'));
  if (!data && !error) return <Page.Loading />;
  return <Navigate to={data?.rows.length === 0 ? paths.portals : otherwise} replace />;
}
