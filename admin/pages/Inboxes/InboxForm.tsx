import { useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import type { InboxDetail } from '../../../server/contracts/inboxes';
import type { StructureChoices } from '../../../server/contracts/structure';
import { DangerButton } from '../../components/DangerButton';
import { RecordFormPage } from '../../components/RecordFormPage';
import { paths } from '../../plugin';
import { createRecord, saveRecord } from '../../services/records';
import { useOpenMade } from '../../services/useOpenMade';
import { useRecordForm, type FieldErrors } from '../../services/useRecordForm';
import { useWords } from '../../useWords';
import { DeleteInboxDialog } from './DeleteInboxDialog';
import { GeneralSection, TeamSection, TicketsSection } from './InboxSections';
import { valuesOf, type InboxValues } from './inboxValues';
import { RetentionPanel } from './RetentionPanel';

interface Props {
  /** null for a new one. */
  inbox: InboxDetail | null;
  structure: StructureChoices;
  canEdit: boolean;
  /** May set how long tickets are kept. */
  canRetain: boolean;
  onChanged: (inbox: InboxDetail) => void;
}

type Saved = InboxDetail | { id: string };

export function InboxForm({ inbox, structure, canEdit, canRetain, onChanged }: Props) {
  const t = useWords();
  const { toggleNotification } = useNotification();
  const openMade = useOpenMade(paths.inbox);
  const [isDeleting, setIsDeleting] = useState(false);

  const form = useRecordForm<InboxValues, Saved>({
    initial: valuesOf(inbox, structure),
    check: ({ name }): FieldErrors =>
      name.trim() === '' ? { name: t('inboxes.nameMissing') } : {},
    save(values) {
      const input = { ...values, numberStart: Number(values.numberStart) };
      return inbox
        ? saveRecord<Saved>(`/inboxes/${inbox.id}`, input)
        : createRecord<Saved>('/inboxes', input);
    },
    onSaved(saved) {
      toggleNotification({ type: 'success', message: t('form.saved') });
      if ('members' in saved) onChanged(saved);
      else openMade(saved.id);
    },
  });
  const { values, errors, set } = form;
  const fields = { structure, values, errors, set, isDisabled: !canEdit };

  return (
    <>
      <RecordFormPage
        title={inbox?.name ?? t('inboxes.new')}
        back={{ to: paths.inboxes, label: t('nav.inboxes') }}
        form={form}
        canSave={canEdit}
        actions={
          inbox &&
          canEdit && <DangerButton label={t('form.delete')} onClick={() => setIsDeleting(true)} />
        }
        below={inbox && <RetentionPanel inboxId={inbox.id} canEdit={canRetain} />}
      >
        <GeneralSection {...fields} />
        <TicketsSection {...fields} inbox={inbox} />
        <TeamSection {...fields} />
      </RecordFormPage>
      {inbox && isDeleting && (
        <DeleteInboxDialog inbox={inbox} onClose={() => setIsDeleting(false)} />
      )}
    </>
  );
}
