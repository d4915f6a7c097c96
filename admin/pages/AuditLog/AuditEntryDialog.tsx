import { Box, Flex, Modal, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { AuditEntry } from '../../../server/contracts/audit-log';
import { useWords } from '../../useWords';
import { useAuditSentence } from './useAuditSentence';

interface Props {
  entry: AuditEntry | null;
  onClose: () => void;
}

/** Everything that one entry recorded. */
export function AuditEntryDialog({ entry, onClose }: Props) {
  const t = useWords();
  const { formatDate } = useIntl();
  const sentenceOf = useAuditSentence();
  return (
    <Modal.Root open={entry !== null} onOpenChange={(isOpen) => !isOpen && onClose()}>
      {entry && (
        <Modal.Content aria-describedby={undefined}>
          <Modal.Header closeLabel={t('audit.close')}>
            <Modal.Title>{sentenceOf(entry)}</Modal.Title>
          </Modal.Header>
          <Modal.Body>
            <Flex direction="column" alignItems="flex-start" gap={1}>
              <Typography>{entry.actor.name || t(`role.${entry.actor.kind}`)}</Typography>
              {entry.subject.name !== '' && (
                <Typography dir="auto">{entry.subject.name}</Typography>
              )}
              <Typography textColor="neutral600">
                {formatDate(entry.occurredAt, { dateStyle: 'full', timeStyle: 'long' })}
              </Typography>
              {entry.requestId !== '' && (
                <Typography variant="pi" textColor="neutral600">
                  {t('audit.request', { id: entry.requestId })}
                </Typography>
              )}
            </Flex>
            <Changes changes={entry.changes} />
          </Modal.Body>
        </Modal.Content>
      )}
    </Modal.Root>
  );
}

function Changes({ changes }: Pick<AuditEntry, 'changes'>) {
  const t = useWords();
  const entries = Object.entries(changes);
  if (entries.length === 0)
    return (
      <Typography tag="p" textColor="neutral600" paddingTop={4}>
        {t('audit.noChanges')}
      </Typography>
    );
  return (
    <Box tag="dl" paddingTop={4} style={{ overflowWrap: 'anywhere' }}>
      {entries.map(([field, { before, after }]) => (
        <Box key={field} paddingBottom={2}>
          <Typography tag="dt" variant="pi" fontWeight="semiBold" textColor="neutral700">
            {field}
          </Typography>
          <Typography tag="dd" variant="pi" textColor="neutral600" dir="auto">
            {before !== '' && (
              <>
                <del>{before}</del> →{' '}
              </>
            )}
            {after || t('activity.nothing')}
          </Typography>
        </Box>
      ))}
    </Box>
  );
}
