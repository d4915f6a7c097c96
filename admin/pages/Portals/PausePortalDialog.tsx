import { useNotification } from '@strapi/strapi/admin';
import type { PortalRow } from '../../../server/contracts/portals';
import { AskDialog } from '../../components/AskDialog';
import { createRecord } from '../../services/records';
import { useWords } from '../../useWords';

interface Props {
  portal: Pick<PortalRow, 'id' | 'name'>;
  onPaused: () => void;
  onClose: () => void;
}

export function PausePortalDialog({ portal: { id, name }, onPaused, onClose }: Props) {
  const t = useWords();
  const { toggleNotification } = useNotification();
  return (
    <AskDialog
      isOpen
      isDanger={false}
      title={t('portals.pauseTitle', { name })}
      confirm={t('portals.pauseConfirm')}
      onConfirm={async () => {
        await createRecord(`/portals/${id}/state`, { state: 'paused' });
        toggleNotification({ type: 'success', message: t('portals.paused', { name }) });
        onPaused();
      }}
      onClose={onClose}
    >
      {t('portals.pauseText')}
    </AskDialog>
  );
}
