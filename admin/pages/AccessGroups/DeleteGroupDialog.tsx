import { useNotification } from '@strapi/strapi/admin';
import { Flex, Typography } from '@strapi/design-system';
import { useNavigate } from 'react-router-dom';
import type {
  AccessGroupDeletion,
  AccessGroupDetail,
} from '../../../server/contracts/access-groups';
import { AskDialog } from '../../components/AskDialog';
import { paths } from '../../plugin';
import { api } from '../../services/api';
import { useErrorText } from '../../services/errors';
import { deleteRecord } from '../../services/records';
import { useRead } from '../../services/useRead';
import { useWords } from '../../useWords';
import { ImpactText } from './ImpactText';

interface Props {
  group: AccessGroupDetail;
  onClose: () => void;
}

/** Asks before a group goes, and says which portals lose it and for whom that changes something. */
export function DeleteGroupDialog({ group, onClose }: Props) {
  const t = useWords();
  const textOf = useErrorText();
  const navigate = useNavigate();
  const { toggleNotification } = useNotification();
  const { data, error, refetch } = useRead<AccessGroupDeletion>(
    api(`/access-groups/${group.id}/deletion`),
  );

  const words = () => {
    if (error) return textOf(error);
    if (!data) return t('state.loading');
    if (data.portals.length === 0) return t('accessGroups.deleteUnused');
    return t('accessGroups.deleteUsed', {
      count: data.portals.length,
      portals: data.portals.map(({ name }) => name).join(', '),
    });
  };

  return (
    <AskDialog
      isOpen
      title={t('accessGroups.deleteTitle', { name: group.name })}
      confirm={t('form.delete')}
      isConfirmable={data !== undefined}
      onConfirm={async () => {
        if (!data) return;
        try {
          await deleteRecord(`/access-groups/${group.id}`, {
            letIn: String(data.letIn.count),
            keptOut: String(data.keptOut.count),
          });
        } catch (problem) {
          refetch();
          throw problem;
        }
        toggleNotification({ type: 'success', message: t('form.deleted') });
        navigate(paths.accessGroups);
      }}
      onClose={onClose}
    >
      <Flex direction="column" alignItems="stretch" gap={3}>
        <Typography>{words()}</Typography>
        {data && data.letIn.count + data.keptOut.count > 0 && <ImpactText impact={data} />}
      </Flex>
    </AskDialog>
  );
}
