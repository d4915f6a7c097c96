import { useState } from 'react';
import { Flex, Typography } from '@strapi/design-system';
import type { PipelineDetail } from '../../../server/contracts/pipelines';
import type { PipelineChoice } from '../../../server/contracts/structure';
import { AskDialog } from '../../components/AskDialog';
import { createRecord } from '../../services/records';
import { useWords } from '../../useWords';
import { Select } from './Select';

interface Props {
  pipeline: PipelineDetail;
  /** The pipelines that stay. */
  others: PipelineChoice[];
  isOpen: boolean;
  onDeleted: () => void;
  onClose: () => void;
}

/** Asks where the tickets and inboxes of a pipeline go, status by status. */
export function DeletePipelineDialog({ pipeline, others, isOpen, onDeleted, onClose }: Props) {
  const t = useWords();
  const [to, setTo] = useState('');
  const [chosen, setChosen] = useState<Record<string, string>>({});
  const used = pipeline.statuses.filter(({ tickets }) => tickets.value > 0);
  const isUsed = used.length > 0 || pipeline.inboxes.length > 0;
  const taker = others.find(({ id }) => id === to);
  const isMore = used.some(({ tickets }) => tickets.more);
  const count = used.reduce((sum, { tickets }) => sum + tickets.value, 0);

  const takerOf = (status: PipelineDetail['statuses'][number]) =>
    chosen[status.id] ??
    (
      taker?.statuses.find(({ meaning }) => meaning === status.meaning) ??
      taker?.statuses.find(({ isClosed }) => isClosed === (status.meaning === 'closed'))
    )?.id ??
    '';

  const remove = async () => {
    await createRecord(`/pipelines/${pipeline.id}/remove`, {
      ...(to === '' ? {} : { to }),
      statuses: taker ? Object.fromEntries(used.map((status) => [status.id, takerOf(status)])) : {},
    });
    onDeleted();
  };

  return (
    <AskDialog
      isOpen={isOpen}
      title={t('pipelines.delete.title', { name: pipeline.name })}
      confirm={t('form.delete')}
      isConfirmable={!isUsed || taker !== undefined}
      onConfirm={remove}
      onClose={onClose}
    >
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Typography>{question()}</Typography>
        {isUsed && (
          <Select
            label={t('pipelines.delete.to')}
            name="to"
            value={to}
            placeholder={t('pipelines.delete.choose')}
            options={others.map(({ id, name }) => ({ value: id, label: name }))}
            isRequired
            onChange={(next) => {
              setTo(next);
              setChosen({});
            }}
          />
        )}
        {taker &&
          used.map((status) => (
            <Select
              key={status.id}
              label={t(
                status.tickets.more ? 'pipelines.delete.statusMore' : 'pipelines.delete.status',
                { name: status.name, count: status.tickets.value },
              )}
              name={`statuses.${status.id}`}
              value={takerOf(status)}
              options={taker.statuses.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={(next) => setChosen({ ...chosen, [status.id]: next })}
            />
          ))}
      </Flex>
    </AskDialog>
  );

  function question(): string {
    if (!isUsed) return t('pipelines.delete.unused');
    return t(isMore ? 'pipelines.delete.textMore' : 'pipelines.delete.text', {
      count,
      inboxes: pipeline.inboxes.length,
    });
  }
}
