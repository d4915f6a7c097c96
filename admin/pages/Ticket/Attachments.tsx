import { useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import { Flex, TextButton, Typography } from '@strapi/design-system';
import { Paperclip } from '@strapi/icons';
import { useIntl } from 'react-intl';
import type { AttachmentView } from '../../../server/contracts/tickets';
import { useErrorText } from '../../services/errors';
import { downloadAttachment } from '../../services/tickets';
import { useWords } from '../../useWords';

interface Props {
  ticketId: string;
  files: AttachmentView[];
}

export function Attachments({ ticketId, files }: Props) {
  const t = useWords();
  if (files.length === 0) return null;
  return (
    <Flex
      tag="ul"
      aria-label={t('message.attachments')}
      direction="column"
      alignItems="flex-start"
      gap={2}
      paddingTop={3}
    >
      {files.map((file) => (
        <li key={file.id}>
          <Attachment ticketId={ticketId} file={file} />
        </li>
      ))}
    </Flex>
  );
}

function Attachment({ ticketId, file }: { ticketId: string; file: AttachmentView }) {
  const t = useWords();
  const sizeText = useSizeText();
  const textOf = useErrorText();
  const { toggleNotification } = useNotification();
  const [isLoading, setIsLoading] = useState(false);

  const download = async () => {
    setIsLoading(true);
    try {
      await downloadAttachment(ticketId, file);
    } catch (error) {
      toggleNotification({ type: 'danger', message: textOf(error) });
    }
    setIsLoading(false);
  };

  return (
    <Flex gap={2} wrap="wrap">
      <TextButton
        startIcon={<Paperclip />}
        loading={isLoading}
        onClick={download}
        aria-label={t('message.download', { name: file.name })}
      >
        {file.name}
      </TextButton>
      <Typography variant="pi" textColor="neutral600">
        {sizeText(file.size)}
      </Typography>
    </Flex>
  );
}

function useSizeText() {
  const { formatNumber } = useIntl();
  return (bytes: number) => {
    const [unit, size] =
      bytes >= 1_000_000
        ? ['megabyte', bytes / 1_000_000]
        : bytes >= 1_000
          ? ['kilobyte', bytes / 1_000]
          : ['byte', bytes];
    return formatNumber(size as number, {
      style: 'unit',
      unit: unit as string,
      unitDisplay: 'short',
      maximumFractionDigits: 1,
    });
  };
}
