import { useState } from 'react';
import { Box, Button, Modal, TextButton, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { Consent } from '../../../server/contracts/contacts';
import { Failure, Loading } from '../../components/States';
import { api } from '../../services/api';
import { useRead } from '../../services/useRead';
import { useWords } from '../../useWords';

interface Props {
  portalId: string;
  consents: Consent[];
}

/** Which version of the portal's notice the contact accepted, in which language, when; each with its wording. */
export function Consents({ portalId, consents }: Props) {
  const t = useWords();
  const { formatDate, formatDisplayName } = useIntl();
  const [shown, setShown] = useState<Consent>();
  if (consents.length === 0) return null;
  const sentence = ({ version, language, givenAt }: Consent) =>
    t('contacts.consent', {
      version,
      language: formatDisplayName(language, { type: 'language' }) ?? language,
      date: formatDate(givenAt, { dateStyle: 'medium', timeStyle: 'short' }),
    });
  return (
    <Box paddingTop={2}>
      <Typography variant="pi" fontWeight="bold">
        {t('contacts.consents')}
      </Typography>
      <ul>
        {consents.map((consent) => (
          <li key={`${consent.version} ${consent.givenAt}`}>
            <TextButton onClick={() => setShown(consent)}>{sentence(consent)}</TextButton>
          </li>
        ))}
      </ul>
      <Modal.Root open={shown !== undefined} onOpenChange={(open) => !open && setShown(undefined)}>
        <Modal.Content>
          <Modal.Header>
            <Modal.Title>{shown && sentence(shown)}</Modal.Title>
          </Modal.Header>
          <Modal.Body>{shown && <Wording portalId={portalId} consent={shown} />}</Modal.Body>
          <Modal.Footer>
            <Modal.Close>
              <Button variant="tertiary">{t('contacts.consentClose')}</Button>
            </Modal.Close>
          </Modal.Footer>
        </Modal.Content>
      </Modal.Root>
    </Box>
  );
}

function Wording({ portalId, consent }: { portalId: string; consent: Consent }) {
  const t = useWords();
  const { data, error, refetch } = useRead<{ text: string }>(
    api(`/portals/${portalId}/consent-texts/${consent.textHash}`),
  );
  if (error) return <Failure error={error} onRetry={refetch} />;
  if (!data) return <Loading />;
  return (
    <>
      <Typography tag="p" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }} dir="auto">
        {data.text}
      </Typography>
      <Box paddingTop={4}>
        <Typography variant="pi" textColor="neutral600" style={{ overflowWrap: 'anywhere' }}>
          {t('contacts.consentHash', { hash: consent.textHash })}
        </Typography>
      </Box>
    </>
  );
}
