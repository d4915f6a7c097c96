import { useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import { Box, Button, Flex, Typography } from '@strapi/design-system';
import type { DryRun, InboxRetention } from '../../../server/contracts/retention';
import { TOUCHED_FREELY } from '../../../server/contracts/retention';
import { AskDialog } from '../../components/AskDialog';
import { FormCell, FormGrid } from '../../components/FormGrid';
import { RadioCards } from '../../components/RadioCards';
import { FormSection } from '../../components/RecordFormPage';
import { RecordLink } from '../../components/RecordLink';
import { RelativeTime } from '../../components/RelativeTime';
import { Failure } from '../../components/States';
import { TextField } from '../../components/TextField';
import { paths } from '../../plugin';
import { api } from '../../services/api';
import { fieldErrors, useErrorText } from '../../services/errors';
import { saveRecord } from '../../services/records';
import { useRead } from '../../services/useRead';
import { useWords } from '../../useWords';

interface Props {
  inboxId: string;
  canEdit: boolean;
}

/** How long closed tickets of the inbox are kept, and what would go today. */
export function RetentionPanel({ inboxId, canEdit }: Props) {
  const stored = useRead<InboxRetention>(api(`/inboxes/${inboxId}/retention`));
  if (stored.error && !stored.data)
    return <Failure error={stored.error} onRetry={stored.refetch} />;
  if (!stored.data) return null;
  return (
    <RetentionForm
      key={`${stored.data.months} ${stored.data.action}`}
      inboxId={inboxId}
      stored={stored.data}
      canEdit={canEdit}
      onSaved={stored.replace}
    />
  );
}

interface FormProps extends Props {
  stored: InboxRetention;
  onSaved: (saved: InboxRetention) => void;
}

function RetentionForm({ inboxId, stored, canEdit, onSaved }: FormProps) {
  const t = useWords();
  const textOf = useErrorText();
  const { toggleNotification } = useNotification();
  const [months, setMonths] = useState(stored.months > 0 ? String(stored.months) : '');
  const [action, setAction] = useState(stored.action);
  const [error, setError] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const [isAsking, setIsAsking] = useState(false);
  const number = months.trim() === '' ? 0 : Number(months);
  const isNumber = Number.isInteger(number) && number >= 0 && number <= 240;
  const dry = useRead<DryRun>(
    canEdit && isNumber && number > 0
      ? api(`/inboxes/${inboxId}/retention/dry-run`, { months: String(number), action })
      : null,
  );
  const run = isNumber && number > 0 ? dry.data : undefined;
  const touched = run ? run.count.value + Number(run.count.more) : 0;
  const isWider =
    number > 0 &&
    (stored.months === 0 || number < stored.months || action !== stored.action) &&
    touched > TOUCHED_FREELY;

  async function store(): Promise<void> {
    const saved = await saveRecord<InboxRetention>(`/inboxes/${inboxId}/retention`, {
      months: isNumber ? number : null,
      action,
      ...(isWider ? { confirmed: touched } : {}),
    });
    toggleNotification({ type: 'success', message: t('form.saved') });
    onSaved(saved);
  }

  async function save(): Promise<void> {
    setError('');
    if (isWider) {
      setIsAsking(true);
      return;
    }
    setIsBusy(true);
    try {
      await store();
    } catch (problem) {
      setError(fieldErrors(problem).months ?? textOf(problem));
    }
    setIsBusy(false);
  }

  return (
    <FormSection title={t('retention.title')} hint={t('retention.hint')}>
      <FormGrid>
        <FormCell>
          <TextField
            name="months"
            label={t('retention.months')}
            hint={t('retention.monthsHint')}
            value={months}
            isNumeric
            maxLength={3}
            error={error || (isNumber ? undefined : t('retention.monthsWrong'))}
            isDisabled={!canEdit}
            onChange={setMonths}
          />
        </FormCell>
        <FormCell>
          <RadioCards
            name="retentionAction"
            label={t('retention.action')}
            value={action}
            isDisabled={!canEdit || number === 0}
            options={(['pseudonymise', 'delete'] as const).map((value) => ({
              value,
              label: t(`retention.${value}`),
              hint: t(`retention.${value}Hint`),
            }))}
            onChange={(value) => setAction(value as InboxRetention['action'])}
          />
        </FormCell>
      </FormGrid>
      {canEdit && isNumber && number > 0 && (
        <Box background="neutral100" hasRadius padding={4}>
          <Typography tag="h3" variant="epsilon">
            {t('retention.dryRun')}
          </Typography>
          <Box role="status" paddingTop={2}>
            {dry.error ? (
              <Typography textColor="danger600">{textOf(dry.error)}</Typography>
            ) : (
              run && (
                <>
                  <Typography tag="p">
                    {t('retention.count', {
                      count: run.count.value,
                      more: run.count.more ? 'yes' : 'no',
                    })}
                  </Typography>
                  {run.held.value > 0 && (
                    <Typography tag="p">
                      {t('retention.held', { count: run.held.value })}
                    </Typography>
                  )}
                </>
              )
            )}
          </Box>
          {run && run.sample.length > 0 && (
            <Box tag="ul" paddingTop={3}>
              {run.sample.map((ticket) => (
                <Flex key={ticket.id} tag="li" gap={2} wrap="wrap" paddingBottom={1}>
                  <Typography>
                    <RecordLink to={paths.ticket(ticket.id)}>{ticket.number}</RecordLink>
                  </Typography>
                  <Typography dir="auto">{ticket.subject}</Typography>
                  <Typography variant="pi" textColor="neutral600">
                    {t('retention.closed')} <RelativeTime at={ticket.closedAt} />
                  </Typography>
                </Flex>
              ))}
            </Box>
          )}
        </Box>
      )}
      {canEdit && (
        <Flex>
          <Button
            variant="secondary"
            loading={isBusy}
            disabled={
              !isNumber ||
              (number > 0 && dry.isLoading) ||
              (number === stored.months && action === stored.action)
            }
            onClick={() => void save()}
          >
            {t('retention.save')}
          </Button>
        </Flex>
      )}
      <AskDialog
        isOpen={isAsking}
        title={t('retention.askTitle')}
        confirm={t(action === 'delete' ? 'retention.askDelete' : 'retention.askPseudonymise')}
        onConfirm={store}
        onClose={() => setIsAsking(false)}
      >
        <Typography>
          {t('retention.askText', {
            count: run?.count.value ?? 0,
            more: run?.count.more ? 'yes' : 'no',
            action,
          })}
        </Typography>
      </AskDialog>
    </FormSection>
  );
}
