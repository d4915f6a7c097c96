import { useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import { Box, Flex, IconButton, Typography } from '@strapi/design-system';
import { Trash } from '@strapi/icons';
import type { AccessGroupRow } from '../../../server/contracts/access-groups';
import type { ContactDetail } from '../../../server/contracts/contacts';
import type { RecordPage } from '../../../server/contracts/lists';
import { AskDialog } from '../../components/AskDialog';
import { FormSection } from '../../components/RecordFormPage';
import { RecordLink } from '../../components/RecordLink';
import { paths } from '../../plugin';
import { api } from '../../services/api';
import { useErrorText } from '../../services/errors';
import { createRecord } from '../../services/records';
import { useWords } from '../../useWords';
import { FindField } from '../../components/FindField';

interface Props {
  contact: ContactDetail;
  canEdit: boolean;
  onChanged: () => void;
}

/** Access groups of a contact. Static ones are joined and left here at once; a filter decides about the others. */
export function GroupsPanel({ contact, canEdit, onChanged }: Props) {
  const t = useWords();
  const textOf = useErrorText();
  const { toggleNotification } = useNotification();
  const [error, setError] = useState('');
  const [leaving, setLeaving] = useState<ContactDetail['groups'][number] | null>(null);

  async function join({ id, name }: AccessGroupRow): Promise<void> {
    setError('');
    try {
      await createRecord(`/access-groups/${id}/members`, { contacts: [contact.id] });
      toggleNotification({ type: 'success', message: t('contacts.joinedGroup', { name }) });
      onChanged();
    } catch (problem) {
      setError(textOf(problem));
    }
  }

  async function leave(): Promise<void> {
    if (!leaving) return;
    await createRecord(`/access-groups/${leaving.id}/members/remove`, { contacts: [contact.id] });
    onChanged();
  }

  return (
    <FormSection title={t('contacts.groups')} hint={t('contacts.groupsHint')}>
      {contact.groups.length === 0 && (
        <Typography textColor="neutral600">{t('contacts.noGroup')}</Typography>
      )}
      {contact.groups.length > 0 && (
        <Flex tag="ul" direction="column" alignItems="stretch" gap={2}>
          {contact.groups.map((group) => (
            <Flex key={group.id} tag="li" gap={3} justifyContent="space-between">
              <Flex gap={2} wrap="wrap">
                <Typography dir="auto">
                  <RecordLink to={paths.accessGroup(group.id)}>{group.name}</RecordLink>
                </Typography>
                <Typography variant="pi" textColor="neutral600">
                  {t(`accessGroups.kind.${group.kind}`)}
                </Typography>
              </Flex>
              {canEdit && group.kind === 'static' && (
                <IconButton
                  variant="ghost"
                  label={t('contacts.leaveGroup', { name: group.name })}
                  onClick={() => setLeaving(group)}
                >
                  <Trash />
                </IconButton>
              )}
            </Flex>
          ))}
        </Flex>
      )}
      {canEdit && (
        <Box maxWidth="48rem">
          <FindField<RecordPage<AccessGroupRow>, AccessGroupRow>
            label={t('contacts.joinGroup')}
            placeholder={t('contacts.groupName')}
            error={error || undefined}
            url={(q) => api('/access-groups', { q, kind: 'static' })}
            rowsOf={({ rows }) =>
              rows.filter(({ id }) => !contact.groups.some((one) => one.id === id))
            }
            textOf={({ name }) => name}
            onChoose={(group) => void join(group)}
          />
        </Box>
      )}
      <AskDialog
        isOpen={leaving !== null}
        title={t('contacts.leaveTitle', { name: leaving?.name ?? '' })}
        confirm={t('contacts.leave')}
        onConfirm={leave}
        onClose={() => setLeaving(null)}
      >
        <Typography>{t('contacts.leaveText', { name: contact.name })}</Typography>
      </AskDialog>
    </FormSection>
  );
}
