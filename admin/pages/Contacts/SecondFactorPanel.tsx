import { useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import { Box, Button, Typography } from '@strapi/design-system';
import type { ContactFactor } from '../../../server/contracts/second-factors';
import { AskDialog } from '../../components/AskDialog';
import { FormSection } from '../../components/RecordFormPage';
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

/** Whether a contact is asked for a second factor, by what, and the way in for somebody who has lost it. */
export function SecondFactorPanel({ contactId, canEdit, onChanged }: Props) {
  const t = useWords();
  const { toggleNotification } = useNotification();
  const [isAsking, setIsAsking] = useState(false);
  const address = `/contacts/${contactId}/second-factor`;
  const { data, error, refetch, replace } = useRead<ContactFactor>(api(address));
  const hasSomething = data !== undefined && (data.isOn || data.hasApp || data.passkeys > 0);

  return (
    <FormSection title={t('members.secondFactor')} hint={t('members.secondFactorHint')}>
      {error && !data ? <Failure error={error} onRetry={refetch} /> : !data && <Loading />}
      {data && <Typography>{t(data.isOn ? 'members.factorOn' : 'members.factorOff')}</Typography>}
      {data && hasSomething && (
        <Typography textColor="neutral600">
          {[
            data.hasApp && t('members.factorApp'),
            data.passkeys > 0 && t('members.factorPasskeys', { count: data.passkeys }),
            data.isOn && t('members.factorCodes', { count: data.codesLeft }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </Typography>
      )}
      {canEdit && hasSomething && (
        <Box>
          <Button variant="danger-light" onClick={() => setIsAsking(true)}>
            {t('members.resetFactor')}
          </Button>
        </Box>
      )}
      <AskDialog
        isOpen={isAsking}
        title={t('members.resetFactorTitle')}
        confirm={t('members.resetFactor')}
        onConfirm={async () => {
          replace(await createRecord<ContactFactor>(`${address}/reset`, {}));
          toggleNotification({ type: 'success', message: t('members.factorReset') });
          onChanged();
        }}
        onClose={() => setIsAsking(false)}
      >
        <Typography>{t('members.resetFactorText')}</Typography>
      </AskDialog>
    </FormSection>
  );
}
