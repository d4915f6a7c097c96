import { useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import { Flex, Typography } from '@strapi/design-system';
import { useErrorText } from '../services/errors';
import { saveRecord } from '../services/records';
import { useWords } from '../useWords';
import { Pill } from './Pill';
import { TickField } from './TickField';

interface Props {
  /** `/contacts/…` or `/tickets/…` */
  record: string;
  isHeld: boolean;
  hint: string;
  /** Without the permission it is only shown. */
  canChange: boolean;
  onChanged: () => void;
}

/** A legal hold: while it is on, nothing of the record is erased. It takes effect at once. */
export function HoldSwitch({ record, isHeld, hint, canChange, onChanged }: Props) {
  const t = useWords();
  const textOf = useErrorText();
  const { toggleNotification } = useNotification();
  const [wanted, setWanted] = useState<boolean | null>(null);

  async function change(next: boolean): Promise<void> {
    setWanted(next);
    try {
      await saveRecord(`${record}/hold`, { isHeld: next });
      toggleNotification({
        type: 'success',
        message: t(next ? 'holds.set' : 'holds.released'),
      });
      onChanged();
    } catch (error) {
      toggleNotification({ type: 'danger', message: textOf(error) });
    }
    setWanted(null);
  }

  if (!canChange)
    return (
      <Flex direction="column" alignItems="flex-start" gap={2}>
        <Pill variant="warning">{t('holds.held')}</Pill>
        <Typography variant="pi" textColor="neutral600">
          {hint}
        </Typography>
      </Flex>
    );
  return (
    <TickField
      name="isHeld"
      label={t('holds.label')}
      hint={hint}
      isChosen={wanted ?? isHeld}
      isDisabled={wanted !== null}
      onChange={(next) => void change(next)}
    />
  );
}
