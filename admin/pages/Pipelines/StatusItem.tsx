import { useEffect, useState } from 'react';
import { Box, Flex, IconButton, Typography } from '@strapi/design-system';
import { CaretDown, CaretUp, Trash } from '@strapi/icons';
import { styled } from 'styled-components';
import { Pill } from '../../components/Pill';
import { useWords } from '../../useWords';
import { isNew, type StatusValues } from './pipelineValues';
import { StatusFields } from './StatusFields';

const Opener = styled.button`
  display: flex;
  flex: 1;
  flex-wrap: wrap;
  align-items: center;
  gap: ${({ theme }) => theme.spaces[2]};
  min-width: 0;
  padding: ${({ theme }) => theme.spaces[2]};
  border: 0;
  background: none;
  color: ${({ theme }) => theme.colors.neutral600};
  font: inherit;
  text-align: start;
  cursor: pointer;

  svg {
    flex-shrink: 0;
    width: 1rem;
  }
`;

interface Props {
  status: StatusValues;
  index: number;
  languages: string[];
  errors: Record<string, string>;
  canEdit: boolean;
  onChange: (status: StatusValues) => void;
  onRemove: () => void;
}

/** One status: a line to read, and its fields when it is opened. It opens by itself when something in it is wrong. */
export function StatusItem({ status, canEdit, onRemove, ...fields }: Props) {
  const t = useWords();
  const [isOpen, setIsOpen] = useState(isNew(status) && status.name === '');
  const hasError = Object.keys(fields.errors).some((name) =>
    name.startsWith(`statuses.${fields.index}.`),
  );
  useEffect(() => {
    if (hasError) setIsOpen(true);
  }, [hasError]);
  const name = status.name || t('pipelines.status.unnamed');
  return (
    <Box minWidth={0}>
      <Flex gap={2}>
        <Opener type="button" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? <CaretUp aria-hidden /> : <CaretDown aria-hidden />}
          <Pill variant={status.color}>{name}</Pill>
          <Typography variant="pi" textColor="neutral600">
            {facts().join(' · ')}
          </Typography>
        </Opener>
        {canEdit && (
          <IconButton
            type="button"
            variant="ghost"
            label={t('records.delete', { name })}
            onClick={onRemove}
          >
            <Trash />
          </IconButton>
        )}
      </Flex>
      {isOpen && (
        <Box paddingLeft={2} paddingRight={2}>
          <StatusFields status={status} isDisabled={!canEdit} {...fields} />
        </Box>
      )}
    </Box>
  );

  function facts(): string[] {
    const words = [t(`pipelines.meaning.${status.meaning}`)];
    if (status.isHidden) words.push(t('pipelines.status.hiddenShort'));
    if (status.tickets) {
      const { value, more } = status.tickets;
      words.push(t(more ? 'pipelines.ticketsMore' : 'pipelines.tickets', { count: value }));
    }
    return words;
  }
}
