import { Page, useRBAC } from '@strapi/strapi/admin';
import { useParams } from 'react-router-dom';
import type { DomainChoices, DomainDetail } from '../../../server/contracts/domains';
import { Failure, Loading } from '../../components/States';
import { permissions } from '../../permissions';
import { api } from '../../services/api';
import { useRecord } from '../../services/records';
import { useRead } from '../../services/useRead';
import { DomainForm } from './DomainForm';

/** One domain: its settings, how it is proven, and what lives there. */
export function DomainPage() {
  const { id = '' } = useParams();
  const { allowedActions, isLoading } = useRBAC(permissions.domainEdit);
  const domain = useRecord<DomainDetail>('/domains', id);
  const choices = useRead<DomainChoices>(api('/domain-choices'));
  const failed = [domain, choices].find(({ error, data }) => error && !data);
  if (failed)
    return (
      <Page.Main>
        <Failure error={failed.error} onRetry={failed.refetch} />
      </Page.Main>
    );
  if (isLoading || domain.data?.id !== id || !choices.data)
    return (
      <Page.Main>
        <Loading />
      </Page.Main>
    );
  return (
    <DomainForm
      key={id}
      domain={domain.data}
      choices={choices.data}
      canEdit={allowedActions.canDomainEdit === true}
      onChanged={(next) => {
        domain.replace(next);
        choices.refetch();
      }}
    />
  );
}
