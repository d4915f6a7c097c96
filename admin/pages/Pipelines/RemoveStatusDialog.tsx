import { useState } from 'react';
import { Flex, Typography } from '@strapi/design-system';
import { AskDialog } from '../../components/AskDialog';
import { useWords } from '../../useWords';
import { isNew, type StatusValues } from './pipelineValues';
import { Select } from './Select';

interface Props {
  status: StatusValues;
  /** Every status of the form. */
  statuses: StatusValues[];
  onRemove: (to: string) => void;
  onClose: () => void;
}

/** Asks which status takes the tickets of one that goes. They move when the pipeline is saved. */
export function RemoveStatusDialog({ status, statuses, onRemove, onClose }: Props) {
  const t = useWords();
  const takers = statuses.filter((one) => one.id !== status.id && !isNew(one));
  const [to, setTo] = useState(
    () => takers.find(({ meaning }) => meaning === status.meaning)?.id ?? '',
  );
  const { value = 0, more = false } = status.tickets ?? {};
  return (
    <AskDialog
      isOpen
      title={t('pipelines.remove.title', { name: status.name })}
      confirm={t('pipelines.remove.confirm')}
      isConfirmable={to !== ''}
      onConfirm={() => Promise.resolve(onRemove(to))}
      onClose={onClose}
    >
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Typography>
          {t(more ? 'pipelines.remove.textMore' : 'pipelines.remove.text', { count: value })}
        </Typography>
        <Select
          label={t('pipelines.remove.to')}
          name="to"
          value={to}
          placeholder={t('pipelines.chooseStatus')}
          options={takers.map(({ id, name }) => ({ value: id, label: name }))}
          isRequired
          onChange={setTo}
        />
      </Flex>
    </AskDialog>
  );
}
