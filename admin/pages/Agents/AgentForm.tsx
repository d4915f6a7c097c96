import { useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import { Button, Field, TextInput, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { AgentDetail, AgentInput } from '../../../server/contracts/agents';
import type { StructureChoices } from '../../../server/contracts/structure';
import { AskDialog } from '../../components/AskDialog';
import { FormSection, RecordFormPage } from '../../components/RecordFormPage';
import { paths } from '../../plugin';
import { createRecord, saveRecord } from '../../services/records';
import { useErrorText } from '../../services/errors';
import { useRecordForm } from '../../services/useRecordForm';
import { useWords } from '../../useWords';
import { SelectField } from '../../components/SelectField';
import { PictureField } from './PictureField';

interface Props {
  agent: AgentDetail;
  structure: StructureChoices;
  canEdit: boolean;
  onChanged: (agent: AgentDetail) => void;
}

export function AgentForm({ agent, structure, canEdit, onChanged }: Props) {
  const t = useWords();
  const textOf = useErrorText();
  const { formatDisplayName, formatDate } = useIntl();
  const { toggleNotification } = useNotification();
  const [isLeaving, setIsLeaving] = useState(false);
  const [taker, setTaker] = useState('');
  const form = useRecordForm<AgentInput, AgentDetail>({
    initial: { publicName: agent.publicName, language: agent.language },
    save: (values) => saveRecord<AgentDetail>(`/agents/${agent.id}`, values),
    onSaved(saved) {
      toggleNotification({ type: 'success', message: t('form.saved') });
      onChanged(saved);
    },
  });
  const { values, errors, set } = form;
  const hasLeft = agent.leftAt > 0;

  const comeBack = async () => {
    try {
      onChanged(await createRecord<AgentDetail>(`/agents/${agent.id}/return`, {}));
    } catch (error) {
      toggleNotification({ type: 'danger', message: textOf(error) });
    }
  };

  return (
    <>
      <RecordFormPage
        title={agent.name}
        subtitle={
          hasLeft
            ? t('inboxes.leftSince', { date: formatDate(agent.leftAt, { dateStyle: 'medium' }) })
            : agent.email
        }
        back={{ to: paths.agents, label: t('nav.agents') }}
        form={form}
        canSave={canEdit}
        actions={
          canEdit &&
          (hasLeft ? (
            <Button variant="secondary" onClick={() => void comeBack()}>
              {t('inboxes.comeBack')}
            </Button>
          ) : (
            <Button variant="danger-light" onClick={() => setIsLeaving(true)}>
              {t('inboxes.leave')}
            </Button>
          ))
        }
      >
        <FormSection title={t('inboxes.general')}>
          <PictureField agent={agent} canEdit={canEdit} onChanged={onChanged} />
          <Field.Root
            name="publicName"
            error={errors.publicName}
            hint={t('inboxes.publicNameHint')}
            required
          >
            <Field.Label>{t('inboxes.publicName')}</Field.Label>
            <TextInput
              value={values.publicName}
              maxLength={191}
              dir="auto"
              disabled={!canEdit}
              onChange={({ target }: { target: { value: string } }) =>
                set('publicName', target.value)
              }
            />
            <Field.Error />
            <Field.Hint />
          </Field.Root>
          <SelectField
            name="language"
            label={t('inboxes.language')}
            value={values.language}
            options={[
              { value: '', label: t('form.none') },
              ...structure.languages.map((code) => ({
                value: code,
                label: formatDisplayName(code, { type: 'language' }) ?? code,
              })),
            ]}
            error={errors.language}
            isDisabled={!canEdit}
            onChange={(language) => set('language', language)}
          />
          <Typography textColor="neutral600">
            {agent.inboxes.length === 0
              ? t('inboxes.inNoInbox')
              : t('inboxes.inInboxes', {
                  inboxes: agent.inboxes.map(({ name }) => name).join(', '),
                })}
          </Typography>
        </FormSection>
      </RecordFormPage>
      <AskDialog
        isOpen={isLeaving}
        title={t('inboxes.leaveTitle', { name: agent.name })}
        confirm={t('inboxes.leave')}
        onConfirm={async () =>
          onChanged(
            await createRecord<AgentDetail>(`/agents/${agent.id}/leave`, { to: taker || null }),
          )
        }
        onClose={() => setIsLeaving(false)}
      >
        <Typography tag="p" paddingBottom={4}>
          {t('inboxes.leaveText', { count: agent.openTickets.value })}
        </Typography>
        <SelectField
          name="to"
          label={t('inboxes.leaveTo')}
          value={taker}
          options={[
            { value: '', label: t('inboxes.nobody') },
            ...structure.agents
              .filter(({ id }) => id !== agent.id)
              .map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={setTaker}
        />
      </AskDialog>
    </>
  );
}
