import { useState } from 'react';
import { Box, Button, Field, Flex, Modal, Textarea, Typography } from '@strapi/design-system';
import type { AccessImpact, MembersReport } from '../../../server/contracts/access-groups';
import { useErrorText } from '../../services/errors';
import { createRecord } from '../../services/records';
import { useWords } from '../../useWords';
import { ImpactText } from './ImpactText';
import { confirmedOf, impactIn } from './impact';

interface Props {
  groupId: string;
  isOpen: boolean;
  onAdded: () => void;
  onClose: () => void;
}

/** Adds contacts by a pasted list of addresses, and says what became of each. */
export function PasteDialog({ groupId, isOpen, onAdded, onClose }: Props) {
  const t = useWords();
  const textOf = useErrorText();
  const [pasted, setPasted] = useState('');
  const [impact, setImpact] = useState<AccessImpact | null>(null);
  const [report, setReport] = useState<MembersReport | null>(null);
  const [error, setError] = useState('');
  const [isBusy, setIsBusy] = useState(false);

  const close = () => {
    setPasted('');
    setImpact(null);
    setReport(null);
    setError('');
    onClose();
  };

  async function add(): Promise<void> {
    if (pasted.trim() === '') return setError(t('accessGroups.pasteMissing'));
    setIsBusy(true);
    setError('');
    try {
      const answer = await createRecord<MembersReport>(`/access-groups/${groupId}/members`, {
        pasted,
        confirmed: impact ? confirmedOf(impact) : undefined,
      });
      setImpact(null);
      setReport(answer);
      onAdded();
    } catch (problem) {
      const asked = impactIn(problem);
      setImpact(asked);
      if (!asked || impact) setError(textOf(problem));
    } finally {
      setIsBusy(false);
    }
  }

  return (
    <Modal.Root open={isOpen} onOpenChange={(next) => !next && close()}>
      <Modal.Content>
        <Modal.Header>
          <Modal.Title>{t('accessGroups.paste')}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          {report ? (
            <Report report={report} />
          ) : (
            <Flex direction="column" alignItems="stretch" gap={4}>
              <Field.Root
                name="pasted"
                hint={t('accessGroups.pasteHint')}
                error={error || undefined}
              >
                <Field.Label>{t('accessGroups.pasteLabel')}</Field.Label>
                <Textarea
                  value={pasted}
                  rows={10}
                  disabled={impact !== null}
                  onChange={({ target }: { target: { value: string } }) => {
                    setPasted(target.value);
                    setError('');
                  }}
                />
                <Field.Hint />
                <Field.Error />
              </Field.Root>
              {impact && (
                <Box role="alert" background="warning100" hasRadius padding={4}>
                  <ImpactText impact={impact} />
                </Box>
              )}
            </Flex>
          )}
        </Modal.Body>
        <Modal.Footer>
          {report ? (
            <Button onClick={close}>{t('accessGroups.close')}</Button>
          ) : (
            <>
              <Button variant="tertiary" onClick={close}>
                {t('form.cancel')}
              </Button>
              <Button loading={isBusy} onClick={() => void add()}>
                {t(impact ? 'accessGroups.confirm' : 'accessGroups.add')}
              </Button>
            </>
          )}
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
}

function Report({ report }: { report: MembersReport }) {
  const t = useWords();
  return (
    <Flex direction="column" alignItems="stretch" gap={4} role="status">
      <Typography fontWeight="semiBold">
        {t('accessGroups.reportAdded', { count: report.added })}
      </Typography>
      {report.alreadyIn > 0 && (
        <Typography>{t('accessGroups.reportAlready', { count: report.alreadyIn })}</Typography>
      )}
      <Lines
        title={t('accessGroups.reportUnknown', { count: report.unknown.length })}
        lines={report.unknown}
      />
      <Lines
        title={t('accessGroups.reportInvalid', { count: report.invalid.length })}
        lines={report.invalid}
      />
    </Flex>
  );
}

function Lines({ title, lines }: { title: string; lines: string[] }) {
  if (lines.length === 0) return null;
  return (
    <Field.Root name={title}>
      <Field.Label>{title}</Field.Label>
      <Textarea readOnly rows={Math.min(8, lines.length)} value={lines.join('\n')} />
    </Field.Root>
  );
}
