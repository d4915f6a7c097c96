import { useCallback } from 'react';
import { Page } from '@strapi/strapi/admin';
import { Navigate, useParams } from 'react-router-dom';
import type { SetupChoices } from '../../../../server/contracts/portal-setup';
import { SETUP_STEPS, type PortalDetail } from '../../../../server/contracts/portals';
import { Failure, Loading } from '../../../components/States';
import { paths } from '../../../plugin';
import { api } from '../../../services/api';
import { useRecord } from '../../../services/records';
import { useRead } from '../../../services/useRead';
import { useWords } from '../../../useWords';
import { AccessStep } from './AccessStep';
import { DomainStep } from './DomainStep';
import { NameStep } from './NameStep';
import { ReviewStep } from './ReviewStep';
import { TicketsStep } from './TicketsStep';

/** A draft at one of its steps; what is live is changed in its settings. */
export function SetUpPage() {
  const t = useWords();
  const { id = '', step = '' } = useParams();
  const portal = useRecord<PortalDetail>('/portals', id);
  const choices = useRead<SetupChoices>(api(`/portals/${id}/set-up`));
  const { replace } = portal;
  const { refetch } = choices;
  const onSaved = useCallback(
    (saved: PortalDetail) => {
      replace(saved);
      refetch();
    },
    [replace, refetch],
  );
  const failed = [portal, choices].find(({ error, data }) => error && !data);
  if (failed)
    return (
      <Page.Main>
        <Page.Title>{t('setup.title')}</Page.Title>
        <Failure error={failed.error} onRetry={failed.refetch} />
      </Page.Main>
    );
  if (portal.data?.id !== id || !choices.data)
    return (
      <Page.Main>
        <Loading />
      </Page.Main>
    );
  if (portal.data.state !== 'draft') return <Navigate to={paths.portalSetup(id, 'done')} replace />;
  const current = SETUP_STEPS.find((one) => one === step);
  const props = { portal: portal.data, choices: choices.data, onSaved, onChanged: refetch };
  switch (current) {
    case 'name':
      return <NameStep {...props} />;
    case 'domain':
      return <DomainStep {...props} />;
    case 'tickets':
      return <TicketsStep {...props} />;
    case 'access':
      return <AccessStep {...props} />;
    case 'review':
      return <ReviewStep {...props} />;
    default:
      return <Navigate to={paths.portalSetup(id, portal.data.step)} replace />;
  }
}
