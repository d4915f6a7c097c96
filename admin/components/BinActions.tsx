import type { ReactNode } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import { Box, Button, LinkButton, Typography } from '@strapi/design-system';
import { ArrowClockwise } from '@strapi/icons';
import { Link } from 'react-router-dom';
import { useErrorText } from '../services/errors';
import { createRecord, deleteRecord, type RecordArea } from '../services/records';
import { useWords } from '../useWords';
import { AskDialog } from './AskDialog';
import { DangerButton } from './DangerButton';

interface ActionProps {
  area: RecordArea;
  id: string;
  /** Address of the record's page. */
  path: string;
  isInBin: boolean;
  can: { edit: boolean; merge: boolean };
  onTrash: () => void;
  onRestored: () => void;
}

/** Beside the save button of a record: merge and move to the bin, or restore. */
export function BinActions({ area, id, path, isInBin, can, onTrash, onRestored }: ActionProps) {
  const t = useWords();
  const textOf = useErrorText();
  const { toggleNotification } = useNotification();

  async function restore(): Promise<void> {
    try {
      await createRecord(`/${area}/${id}/restore`, {});
      toggleNotification({ type: 'success', message: t(`${area}.restored`) });
      onRestored();
    } catch (error) {
      toggleNotification({ type: 'danger', message: textOf(error) });
    }
  }

  if (isInBin)
    return can.edit ? (
      <Button variant="secondary" startIcon={<ArrowClockwise />} onClick={() => void restore()}>
        {t(`${area}.restore`)}
      </Button>
    ) : null;
  return (
    <>
      {can.merge && (
        <LinkButton tag={Link} variant="tertiary" to={`${path}/merge`}>
          {t(`${area}.merge`)}
        </LinkButton>
      )}
      {can.edit && <DangerButton label={t(`${area}.trash`)} onClick={onTrash} />}
    </>
  );
}

/** Says on the page of a record that it is in the bin. */
export function BinNotice({ area }: { area: RecordArea }) {
  const t = useWords();
  return (
    <Box background="danger100" hasRadius padding={4} role="status">
      <Typography textColor="danger700">{t(`${area}.inBin`)}</Typography>
    </Box>
  );
}

interface DialogProps {
  area: RecordArea;
  record: { id: string; name: string };
  isOpen: boolean;
  isConfirmable?: boolean;
  /** What goes with the record. */
  children: ReactNode;
  onTrashed: () => void;
  onClose: () => void;
}

/** Asks before a record goes into the bin. */
export function BinDialog({ area, record, children, onTrashed, ...dialog }: DialogProps) {
  const t = useWords();
  const { toggleNotification } = useNotification();
  return (
    <AskDialog
      {...dialog}
      title={t(`${area}.trashTitle`, { name: record.name })}
      confirm={t(`${area}.trash`)}
      onConfirm={async () => {
        await deleteRecord(`/${area}/${record.id}`);
        toggleNotification({ type: 'success', message: t(`${area}.trashed`) });
        onTrashed();
      }}
    >
      {children}
    </AskDialog>
  );
}
