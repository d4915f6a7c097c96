import { Box, Button, Flex, Modal, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { MailView } from '../../../server/contracts/mails';
import { LinkedText } from '../../components/LinkedText';
import { useValueWords, useWords } from '../../useWords';
import { MailState } from './MailState';

interface Props {
  mail: MailView | null;
  onClose: () => void;
  /** For a failed mail, and who may send it again. */
  onSendAgain?: (() => Promise<void>) | undefined;
}

export function MailDialog({ mail, onClose, onSendAgain }: Props) {
  const t = useWords();
  const wordOf = useValueWords();
  return (
    <Modal.Root open={mail !== null} onOpenChange={(isOpen) => !isOpen && onClose()}>
      {mail && (
        <Modal.Content aria-describedby={undefined}>
          <Modal.Header closeLabel={t('mail.close')}>
            <Modal.Title dir="auto">
              {mail.subject || wordOf('template', mail.template)}
            </Modal.Title>
          </Modal.Header>
          <Modal.Body>
            <Facts mail={mail} />
            <Box paddingTop={4}>
              <LinkedText>{mail.text}</LinkedText>
            </Box>
          </Modal.Body>
          {onSendAgain && (
            <Modal.Footer>
              <Button onClick={() => void onSendAgain()}>{t('mails.sendAgain')}</Button>
            </Modal.Footer>
          )}
        </Modal.Content>
      )}
    </Modal.Root>
  );
}

function Facts({ mail }: { mail: MailView }) {
  const t = useWords();
  const { formatDate } = useIntl();
  const exact = (at: number) => formatDate(at, { dateStyle: 'medium', timeStyle: 'medium' });
  return (
    <Flex direction="column" alignItems="flex-start" gap={1}>
      <Typography textColor="neutral600">{t('mail.toAddress', { to: mail.to })}</Typography>
      <Typography textColor="neutral600">
        {t('mail.createdAt', { at: exact(mail.createdAt) })}
      </Typography>
      {mail.sentAt > 0 && (
        <Typography textColor="neutral600">
          {t('mail.sentAt', { at: exact(mail.sentAt), attempts: mail.attempts })}
        </Typography>
      )}
      <MailState state={mail.state} />
      {mail.error !== '' && (
        <Typography textColor="danger600">{t('mail.error', { reason: mail.error })}</Typography>
      )}
    </Flex>
  );
}
