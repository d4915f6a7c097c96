import { useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import { Button, Typography } from '@strapi/design-system';
import type { ContactIdentity } from '../../../server/contracts/members';
import { AskDialog } from '../../components/AskDialog';
import { DataTable } from '../../components/DataTable';
import { FormSection } from '../../components/RecordFormPage';
import { RelativeTime } from '../../components/RelativeTime';
import { Failure } from '../../components/States';
import { api } from '../../services/api';
import { createRecord } from '../../services/records';
import { useRead } from '../../services/useRead';
import { useWords } from '../../useWords';

interface Props {
  contactId: string;
  canEdit: boolean;
  onUnlinked: () => void;
}

/** At which identity providers a contact is known, and the way to forget it; nothing where there is none. */
export function IdentitiesPanel({ contactId, canEdit, onUnlinked }: Props) {
  const t = useWords();
  const { toggleNotification } = useNotification();
  const route = `/contacts/${contactId}/identities`;
  const { data, error, refetch, replace } = useRead<ContactIdentity[]>(api(route));
  const [leaving, setLeaving] = useState<ContactIdentity | null>(null);
  const wordsOf = ({ provider, portal }: ContactIdentity) => ({ provider, portal: portal.name });
  if (!error && (data ?? []).length === 0) return null;

  return (
    <FormSection title={t('members.identities')} hint={t('members.identitiesHint')}>
      {Boolean(error) && !data && <Failure error={error} onRetry={refetch} />}
      {data && (
        <DataTable
          label={t('members.identities')}
          isBusy={false}
          isTextOnly={!canEdit}
          heads={[
            t('members.provider'),
            t('members.providerPortal'),
            t('members.providerSubject'),
            t('members.linkedAt'),
            t('members.lastUsed'),
            ...(canEdit ? [{ label: t('records.actions'), isHidden: true }] : []),
          ]}
        >
          {data.map((identity) => (
            <tr key={identity.id}>
              <td dir="auto">{identity.provider}</td>
              <td dir="auto">{identity.portal.name}</td>
              <td dir="ltr" style={{ textAlign: 'start', overflowWrap: 'anywhere' }}>
                {identity.subject}
              </td>
              <td>
                <RelativeTime at={identity.linkedAt} />
              </td>
              <td>
                <RelativeTime at={identity.lastAt} />
              </td>
              {canEdit && (
                <td>
                  <Button
                    size="S"
                    variant="tertiary"
                    aria-label={t('members.unlinkOf', wordsOf(identity))}
                    onClick={() => setLeaving(identity)}
                  >
                    {t('members.unlink')}
                  </Button>
                </td>
              )}
            </tr>
          ))}
        </DataTable>
      )}
      <AskDialog
        isOpen={leaving !== null}
        title={t('members.unlinkTitle', { provider: leaving?.provider ?? '' })}
        confirm={t('members.unlink')}
        onConfirm={async () => {
          if (!leaving) return;
          replace(await createRecord<ContactIdentity[]>(`${route}/${leaving.id}/unlink`, {}));
          toggleNotification({ type: 'success', message: t('members.unlinked') });
          onUnlinked();
        }}
        onClose={() => setLeaving(null)}
      >
        <Typography>
          {t('members.unlinkText', leaving ? wordsOf(leaving) : { provider: '', portal: '' })}
        </Typography>
      </AskDialog>
    </FormSection>
  );
}
