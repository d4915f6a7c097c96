import { useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import { Button, Dialog, Flex, Radio, Typography } from '@strapi/design-system';
import type { ConfirmInput, MailHold } from '../../../server/contracts/mails';
import { useErrorText } from '../../services/errors';
import { confirmOrigin } from '../../services/mails';
import { useWords } from '../../useWords';

interface Props {
  hold: MailHold;
  isOpen: boolean;
  onClose: () => void;
  onConfirmed: () => void;
}

/** Asks once more, since mail that has left cannot be taken back. */
export function ConfirmDialog({ hold, isOpen, onClose, onConfirmed }: Props) {
  const t = useWords();
  const textOf = useErrorText();
  const { toggleNotification } = useNotification();
  const [waiting, setWaiting] = useState<ConfirmInput['waiting']>('discard');
  const [isSaving, setIsSaving] = useState(false);

  const confirm = async () => {
    setIsSaving(true);
    try {
      await confirmOrigin({ origin: hold.origin, waiting });
      toggleNotification({ type: 'success', message: t('hold.done') });
      onConfirmed();
    } catch (error) {
      toggleNotification({ type: 'danger', message: textOf(error) });
    }
    setIsSaving(false);
  };

  return (
    <Dialog.Root open={isOpen} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Content>
        <Dialog.Header>{t('hold.dialogTitle')}</Dialog.Header>
        <Dialog.Body alignItems="flex-start">
          <Dialog.Description>{t('hold.dialogText', { origin: hold.origin })}</Dialog.Description>
          {hold.waiting > 0 && (
            <Flex direction="column" alignItems="flex-start" gap={2}>
              <Typography id="hold-waiting">
                {t('hold.waiting', { count: hold.waiting })}
              </Typography>
              <Radio.Group
                aria-labelledby="hold-waiting"
                value={waiting}
                onValueChange={(value) => setWaiting(value === 'send' ? 'send' : 'discard')}
              >
                <Radio.Item value="discard">{t('hold.discard')}</Radio.Item>
                <Radio.Item value="send">{t('hold.send')}</Radio.Item>
              </Radio.Group>
            </Flex>
          )}
        </Dialog.Body>
        <Dialog.Footer>
          <Dialog.Cancel>
            <Button variant="tertiary" fullWidth>
              {t('hold.cancel')}
            </Button>
          </Dialog.Cancel>
          <Button
            variant="success-light"
            fullWidth
            loading={isSaving}
            onClick={() => void confirm()}
          >
            {t('hold.confirm')}
          </Button>
        </Dialog.Footer>
      </Dialog.Content>
    </Dialog.Root>
  );
}
