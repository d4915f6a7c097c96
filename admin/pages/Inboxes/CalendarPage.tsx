import { Page, useRBAC } from '@strapi/strapi/admin';
import { useParams } from 'react-router-dom';
import type { CalendarDetail } from '../../../server/contracts/calendars';
import { Failure, Loading } from '../../components/States';
import { permissions } from '../../permissions';
import { useRecord } from '../../services/records';
import { CalendarForm } from './CalendarForm';

/** One calendar, or a new one. */
export function CalendarPage() {
  const { id } = useParams();
  const { allowedActions, isLoading } = useRBAC(permissions.inboxEdit);
  const { data, error, refetch, replace } = useRecord<CalendarDetail>('/calendars', id ?? null);
  if (error && !data)
    return (
      <Page.Main>
        <Failure error={error} onRetry={refetch} />
      </Page.Main>
    );
  if (isLoading || (id !== undefined && data?.id !== id))
    return (
      <Page.Main>
        <Loading />
      </Page.Main>
    );
  return (
    <CalendarForm
      key={id ?? 'new'}
      calendar={id === undefined ? null : (data ?? null)}
      canEdit={allowedActions.canInboxEdit === true}
      onChanged={replace}
    />
  );
}
