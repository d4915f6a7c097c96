import { useEffect, useState } from 'react';
import { Page, useRBAC } from '@strapi/strapi/admin';
import { useParams } from 'react-router-dom';
import type { AccessGroupDetail } from '../../../server/contracts/access-groups';
import { Failure, Loading } from '../../components/States';
import { permissions } from '../../permissions';
import { api } from '../../services/api';
import { useStructure } from '../../services/structure';
import { useRead } from '../../services/useRead';
import { useWords } from '../../useWords';
import { AccessGroupForm } from './AccessGroupForm';

const SWEEP_POLL = 2000;

/** One access group, or a new one. */
export function AccessGroupPage() {
  const t = useWords();
  const { id } = useParams();
  const { allowedActions, isLoading } = useRBAC(permissions.accessGroupEdit);
  const structure = useStructure();
  const [poll, setPoll] = useState(0);
  const group = useRead<AccessGroupDetail>(
    id === undefined ? null : api(`/access-groups/${id}`),
    poll,
  );
  const isSweeping = group.data?.kind === 'dynamic' && group.data.sweptAt === 0;
  useEffect(() => setPoll(isSweeping ? SWEEP_POLL : 0), [isSweeping]);
  const failed = [structure, group].find(({ error, data }) => error && !data);
  if (failed)
    return (
      <Page.Main>
        <Page.Title>{t('nav.accessGroups')}</Page.Title>
        <Failure error={failed.error} onRetry={failed.refetch} />
      </Page.Main>
    );
  if (!structure.data || isLoading || (id !== undefined && group.data?.id !== id))
    return (
      <Page.Main>
        <Loading />
      </Page.Main>
    );
  return (
    <AccessGroupForm
      key={id ?? 'new'}
      group={group.data ?? null}
      structure={structure.data}
      canEdit={Boolean(allowedActions.canAccessGroupEdit)}
      onChanged={group.replace}
      onMembersChanged={group.refetch}
    />
  );
}
