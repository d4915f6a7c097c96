import { useState } from 'react';
import { Box, Button, Flex } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { TextField } from '../../../components/TextField';
import { fieldErrors, useErrorText } from '../../../services/errors';
import { useWords } from '../../../useWords';

interface Props {
  /** Of the button that opens the field. */
  label: string;
  fieldLabel: string;
  hint?: string;
  name: string;
  /** Makes it; a refusal of the name is shown beside the field. */
  make: (name: string) => Promise<void>;
}

/** Makes something by its name in the middle of a step. It is no form of its own: a form must not stand inside another. */
export function OnTheSpot({ label, fieldLabel, hint, name, make }: Props) {
  const t = useWords();
  const textOf = useErrorText();
  const [isOpen, setIsOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const [error, setError] = useState('');
  const [isBusy, setIsBusy] = useState(false);

  async function create(): Promise<void> {
    if (typed.trim() === '') return setError(t('setup.name.missing'));
    setIsBusy(true);
    setError('');
    try {
      await make(typed.trim());
      setTyped('');
      setIsOpen(false);
    } catch (problem) {
      setError(fieldErrors(problem).name ?? textOf(problem));
    } finally {
      setIsBusy(false);
    }
  }

  if (!isOpen)
    return (
      <Box>
        <Button variant="secondary" startIcon={<Plus />} onClick={() => setIsOpen(true)}>
          {label}
        </Button>
      </Box>
    );
  return (
    <Box
      background="neutral100"
      hasRadius
      padding={4}
      onKeyDown={(event: React.KeyboardEvent) => {
        if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
        // Enter makes it, and does not send the step.
        event.preventDefault();
        void create();
      }}
    >
      <Flex direction="column" alignItems="stretch" gap={3}>
        <TextField
          name={name}
          label={fieldLabel}
          hint={hint}
          value={typed}
          error={error || undefined}
          maxLength={80}
          onChange={(value) => {
            setTyped(value);
            setError('');
          }}
        />
        <Flex gap={2}>
          <Button loading={isBusy} onClick={() => void create()}>
            {t('setup.create')}
          </Button>
          <Button variant="tertiary" onClick={() => setIsOpen(false)}>
            {t('form.cancel')}
          </Button>
        </Flex>
      </Flex>
    </Box>
  );
}
