import { Page, useRBAC } from '@strapi/strapi/admin';
import { useParams } from 'react-router-dom';
import type { InboxDetail } from '../../../server/contracts/inboxes';
import { Failure, Loading } from '../../components/States';
import { permissions } from '../../permissions';
import { useRecord } from '../../services/records';
import { useStructure } from '../../services/structure';
import { InboxForm } from './InboxForm';

const ASKED = [...permissions.inboxEdit, ...permissions.retentionEdit];

/** One inbox, or a new one. */
export function InboxPage() {
  const { id } = useParams();
  const { allowedActions, isLoading } = useRBAC(ASKED);
  const structure = useStructure();
  const inbox = useRecord<InboxDetail>('/inboxes', id ?? null);
  const failed = [structure, inbox].find(({ error, data }) => error && !data);
  if (failed)
    return (
      <Page.Main>
        <Failure error={failed.error} onRetry={failed.refetch} />
      </Page.Main>
    );
  if (isLoading || !structure.data || (id !== undefined && inbox.data?.id !== id))
    return (
      <Page.Main>
        <Loading />
      </Page.Main>
    );
  return (
    <InboxForm
      key={id ?? 'new'}
      inbox={id === undefined ? null : (inbox.data ?? null)}
      structure={structure.data}
      canEdit={allowedActions.canInboxEdit === true}
      canRetain={allowedActions.canRetentionEdit === true}
      onChanged={inbox.replace}
    />
  );
}
