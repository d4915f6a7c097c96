import { useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import { Flex, TextButton, Typography } from '@strapi/design-system';
import { Eye, EyeStriked, Paperclip } from '@strapi/icons';
import { useIntl } from 'react-intl';
import type { AgentAttachmentView, AgentTicketDetail } from '../../../server/contracts/tickets';
import { Pill } from '../../components/Pill';
import { useErrorText } from '../../services/errors';
import { downloadAttachment, setSensitive } from '../../services/tickets';
import { useWords } from '../../useWords';

/** Where a file's name begins, behind its icon. */
const NAME_AT = '2.4rem';

interface Props {
  ticketId: string;
  files: AgentAttachmentView[];
  /** Files of a note are never shown to customers: there is nothing to hide. */
  canHide: boolean;
  onChange: (ticket: AgentTicketDetail) => void;
}

export function Attachments({ files, ...others }: Props) {
  const t = useWords();
  if (files.length === 0) return null;
  return (
    <Flex
      tag="ul"
      aria-label={t('message.attachments')}
      direction="column"
      alignItems="flex-start"
      gap={3}
      paddingTop={3}
    >
      {files.map((file) => (
        <li key={file.id}>
          <Attachment file={file} {...others} />
        </li>
      ))}
    </Flex>
  );
}

function Attachment({
  ticketId,
  file,
  canHide,
  onChange,
}: Omit<Props, 'files'> & { file: AgentAttachmentView }) {
  const t = useWords();
  const sizeText = useSizeText();
  const textOf = useErrorText();
  const { toggleNotification } = useNotification();
  const [isLoading, setIsLoading] = useState(false);
  const [isSaving, setIsSaving] = useState(false);
  const { name, isSensitive } = file;

  const saying = async (work: () => Promise<void>, setBusy: (isBusy: boolean) => void) => {
    setBusy(true);
    try {
      await work();
    } catch (error) {
      toggleNotification({ type: 'danger', message: textOf(error) });
    }
    setBusy(false);
  };
  const toggle = async () => onChange(await setSensitive(ticketId, file.id, !isSensitive));

  return (
    <Flex direction="column" alignItems="flex-start" gap={1}>
      <TextButton
        style={{ textAlign: 'start', overflowWrap: 'anywhere' }}
        startIcon={<Paperclip />}
        loading={isLoading}
        onClick={() => saying(() => downloadAttachment(ticketId, file), setIsLoading)}
        aria-label={t('message.download', { name })}
      >
        {name}
      </TextButton>
      <Flex gap={3} wrap="wrap" style={{ paddingInlineStart: NAME_AT }}>
        <Typography variant="pi" textColor="neutral600">
          {sizeText(file.size)}
        </Typography>
        {isSensitive && <Pill variant="warning">{t('message.hidden')}</Pill>}
        {canHide && (
          <TextButton
            startIcon={isSensitive ? <Eye /> : <EyeStriked />}
            loading={isSaving}
            onClick={() => saying(toggle, setIsSaving)}
            aria-label={t(isSensitive ? 'message.showNamed' : 'message.hideNamed', { name })}
          >
            {t(isSensitive ? 'message.show' : 'message.hide')}
          </TextButton>
        )}
      </Flex>
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
      unitDisplay: unit === 'byte' ? 'long' : 'short',
      maximumFractionDigits: 1,
    });
  };
}
