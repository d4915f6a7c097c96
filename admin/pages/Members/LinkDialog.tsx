import { useState } from 'react';
import { Box, Button, Field, Flex, Modal, TextInput, Typography } from '@strapi/design-system';
import { Duplicate } from '@strapi/icons';
import { useIntl } from 'react-intl';
import type { RegistrationLink } from '../../../server/contracts/invitations';
import { useErrorText } from '../../services/errors';
import { createRecord } from '../../services/records';
import { useWords } from '../../useWords';

interface Props {
  portal: { id: string; name: string };
  contact: { id: string; name: string };
  onMade: () => void;
  onClose: () => void;
}

/** Makes a registration link and shows it once, to be handed over by other means than our mail. */
export function LinkDialog({ portal, contact, onMade, onClose }: Props) {
  const t = useWords();
  const textOf = useErrorText();
  const { formatDate } = useIntl();
  const [link, setLink] = useState<RegistrationLink | null>(null);
  const [error, setError] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const [isCopied, setIsCopied] = useState(false);

  async function make(): Promise<void> {
    setIsBusy(true);
    setError('');
    try {
      const input = { contact: contact.id };
      setLink(
        await createRecord<RegistrationLink>(`/portals/${portal.id}/registration-link`, input),
      );
      onMade();
    } catch (problem) {
      setError(textOf(problem));
    } finally {
      setIsBusy(false);
    }
  }

  async function copy(url: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(url);
      setIsCopied(true);
    } catch {
      // Without HTTPS browsers have no clipboard: the link is there to be copied by hand.
      setError(t('members.copyByHand'));
    }
  }

  return (
    <Modal.Root open onOpenChange={(open) => !open && onClose()}>
      <Modal.Content>
        <Modal.Header>
          <Modal.Title>{t('members.linkTitle', { name: contact.name })}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Flex direction="column" alignItems="stretch" gap={4}>
            <Typography>
              {t(link ? 'members.linkMade' : 'members.linkText', { portal: portal.name })}
            </Typography>
            {link && (
              <Field.Root
                name="link"
                hint={t('members.linkUntil', {
                  date: formatDate(link.expiresAt, { dateStyle: 'full', timeStyle: 'short' }),
                })}
              >
                <Field.Label>{t('members.link')}</Field.Label>
                <TextInput
                  readOnly
                  dir="ltr"
                  value={link.url}
                  onFocus={({ target }: { target: HTMLInputElement }) => target.select()}
                />
                <Field.Hint />
              </Field.Root>
            )}
            <Box role="status">{isCopied && <Typography>{t('members.copied')}</Typography>}</Box>
            <Box role="alert">
              {error && <Typography textColor="danger600">{error}</Typography>}
            </Box>
          </Flex>
        </Modal.Body>
        <Modal.Footer>
          <Button variant="tertiary" onClick={onClose}>
            {t(link ? 'members.close' : 'form.cancel')}
          </Button>
          {link ? (
            <Button startIcon={<Duplicate />} onClick={() => void copy(link.url)}>
              {t('members.copy')}
            </Button>
          ) : (
            <Button loading={isBusy} onClick={() => void make()}>
              {t('members.makeLink')}
            </Button>
          )}
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
}
