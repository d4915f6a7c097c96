import { useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import { Box, Button, Flex, Typography } from '@strapi/design-system';
import type { MergeChoice, MergeField, MergePreview } from '../../../server/contracts/record-merge';
import { createRecord, type RecordArea } from '../../services/records';
import { useWords } from '../../useWords';
import { AskDialog } from '../AskDialog';
import { FormSection } from '../RecordFormPage';
import { MergeTable } from './MergeTable';

interface Props {
  area: RecordArea;
  preview: MergePreview<{ id: string; name: string }>;
  labelOf: (field: MergeField) => string;
  textOf: (field: MergeField, value: string) => string;
  notes: (string | false)[];
  onMerged: () => void;
  /** The other one stays. */
  onSwap: () => void;
}

/** What stays, what happens, and the question before it does. */
export function Comparison({ area, preview, notes, onMerged, onSwap, ...words }: Props) {
  const t = useWords();
  const { toggleNotification } = useNotification();
  const [choices, setChoices] = useState<Record<string, MergeChoice>>({});
  const [isAsking, setIsAsking] = useState(false);
  const { winner, loser } = preview;

  async function merge(): Promise<void> {
    await createRecord(`/${area}/${winner.id}/merge`, { loser: loser.id, choices });
    toggleNotification({ type: 'success', message: t(`${area}.mergeDone`) });
    onMerged();
  }

  return (
    <>
      <FormSection title={t(`${area}.mergeFields`)} hint={t(`${area}.mergeFieldsHint`)}>
        <MergeTable
          {...words}
          area={area}
          preview={preview}
          choices={choices}
          onChoose={(field, choice) => setChoices({ ...choices, [field]: choice })}
        />
      </FormSection>
      <FormSection title={t(`${area}.mergeHappens`)}>
        <Box tag="ul" paddingLeft={4} style={{ listStyle: 'disc' }}>
          {notes.map(
            (note) =>
              note && (
                <li key={note}>
                  <Typography>{note}</Typography>
                </li>
              ),
          )}
        </Box>
        <Flex gap={2} wrap="wrap">
          <Button variant="danger-light" onClick={() => setIsAsking(true)}>
            {t(`${area}.merge`)}
          </Button>
          <Button variant="tertiary" onClick={onSwap}>
            {t(`${area}.mergeSwap`, { name: loser.name })}
          </Button>
        </Flex>
      </FormSection>
      <AskDialog
        isOpen={isAsking}
        title={t(`${area}.mergeAskTitle`)}
        confirm={t(`${area}.merge`)}
        onConfirm={merge}
        onClose={() => setIsAsking(false)}
      >
        <Typography>{t(`${area}.mergeAsk`, { loser: loser.name, winner: winner.name })}</Typography>
      </AskDialog>
    </>
  );
}
