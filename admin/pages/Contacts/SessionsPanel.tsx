import { useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import { Box, Button, Typography } from '@strapi/design-system';
import type { SessionView } from '../../../server/contracts/members';
import { AskDialog } from '../../components/AskDialog';
import { DataTable } from '../../components/DataTable';
import { FormSection } from '../../components/RecordFormPage';
import { RelativeTime } from '../../components/RelativeTime';
import { Failure, Loading } from '../../components/States';
import { api } from '../../services/api';
import { createRecord } from '../../services/records';
import { useRead } from '../../services/useRead';
import { useWords } from '../../useWords';

interface Props {
  contactId: string;
  canEdit: boolean;
  onChanged: () => void;
}

/** Where a contact is signed in, and the way to end it. */
export function SessionsPanel({ contactId, canEdit, onChanged }: Props) {
  const t = useWords();
  const { toggleNotification } = useNotification();
  const { data, error, refetch, replace } = useRead<SessionView[]>(
    api(`/contacts/${contactId}/sessions`),
  );
  /** Public ids that are to end; null when nothing is asked. */
  const [ending, setEnding] = useState<string[] | null>(null);
  const nameOf = ({ browser, system }: SessionView) =>
    browser !== '' && system !== ''
      ? t('members.deviceOn', { browser, system })
      : browser || system || t('members.unknownDevice');

  return (
    <FormSection title={t('members.sessions')} hint={t('members.sessionsHint')}>
      {error && !data ? <Failure error={error} onRetry={refetch} /> : !data && <Loading />}
      {data?.length === 0 && (
        <Typography textColor="neutral600">{t('members.noSessions')}</Typography>
      )}
      {data && data.length > 0 && (
        <>
          <DataTable
            label={t('members.sessions')}
            isBusy={false}
            isTextOnly={!canEdit}
            heads={[
              t('members.device'),
              t('members.where'),
              t('members.ip'),
              t('members.since'),
              t('members.lastSeen'),
              ...(canEdit ? [{ label: t('records.actions'), isHidden: true }] : []),
            ]}
          >
            {data.map((session) => (
              <tr key={session.id}>
                <td>{nameOf(session)}</td>
                <td dir="ltr" style={{ textAlign: 'start' }}>
                  {session.domain}
                </td>
                <td dir="ltr" style={{ textAlign: 'start' }}>
                  {session.ip}
                </td>
                <td>
                  <RelativeTime at={session.startedAt} />
                </td>
                <td>
                  <RelativeTime at={session.lastSeenAt} />
                </td>
                {canEdit && (
                  <td>
                    <Button
                      size="S"
                      variant="tertiary"
                      aria-label={t('members.endSessionOf', { device: nameOf(session) })}
                      onClick={() => setEnding([session.id])}
                    >
                      {t('members.endSession')}
                    </Button>
                  </td>
                )}
              </tr>
            ))}
          </DataTable>
          {canEdit && (
            <Box>
              <Button variant="danger-light" onClick={() => setEnding(data.map(({ id }) => id))}>
                {t('members.endAll')}
              </Button>
            </Box>
          )}
        </>
      )}
      <AskDialog
        isOpen={ending !== null}
        title={t('members.endAllTitle', { count: ending?.length ?? 0 })}
        confirm={t('members.endSession')}
        onConfirm={async () => {
          // All of them is whoever is signed in by now, not what this page knew.
          const sessions = ending && ending.length < (data?.length ?? 0) ? ending : null;
          replace(
            await createRecord<SessionView[]>(`/contacts/${contactId}/sessions/end`, { sessions }),
          );
          toggleNotification({ type: 'success', message: t('members.sessionsEnded') });
          onChanged();
        }}
        onClose={() => setEnding(null)}
      >
        <Typography>{t('members.endAllText')}</Typography>
      </AskDialog>
    </FormSection>
  );
}
