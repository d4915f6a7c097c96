import { useEffect, useState } from 'react';
import { Box, Button, Flex, IconButton, Typography } from '@strapi/design-system';
import { File, Trash } from '@strapi/icons';
import type {
  AccessGroupDetail,
  AccessGroupMember,
  Standing,
} from '../../../server/contracts/access-groups';
import { AskDialog } from '../../components/AskDialog';
import { CursorLinks } from '../../components/CursorLinks';
import { DataTable } from '../../components/DataTable';
import { Pill } from '../../components/Pill';
import { FormSection } from '../../components/RecordFormPage';
import { RelativeTime } from '../../components/RelativeTime';
import { SearchField } from '../../components/SearchField';
import { Failure, Loading } from '../../components/States';
import { createRecord, useRecords } from '../../services/records';
import { useListAddress } from '../../services/useListAddress';
import { useWords } from '../../useWords';
import { AddMember } from './AddMember';
import { PasteDialog } from './PasteDialog';

interface Props {
  group: AccessGroupDetail;
  canEdit: boolean;
  onChanged: () => void;
}

const DEFAULTS = { q: '', sort: '' };
const PILLS: Record<Standing, 'secondary' | 'primary' | 'success' | 'danger'> = {
  none: 'secondary',
  invited: 'primary',
  registered: 'success',
  disabled: 'danger',
};

/** Who is in a group, with their standing at each of its portals; a static one is changed here. */
export function Members({ group, canEdit, onChanged }: Props) {
  const t = useWords();
  const address = useListAddress(DEFAULTS);
  const page = useRecords<AccessGroupMember>(
    `/access-groups/${group.id}/members`,
    address.query,
    address.cursor,
  );
  const [isPasting, setIsPasting] = useState(false);
  const [leaving, setLeaving] = useState<AccessGroupMember | null>(null);
  const isStatic = group.kind === 'static';
  const isSweeping = !isStatic && group.sweptAt === 0;
  const { refetch } = page;
  const { sweptAt, members } = group;
  const portals = group.portals.map(({ id }) => id).join(' ');
  // What moved people in or out, here or elsewhere, is read anew.
  useEffect(refetch, [refetch, sweptAt, members.value, portals]);

  const changed = () => {
    refetch();
    onChanged();
  };

  return (
    <FormSection
      title={t('accessGroups.members')}
      hint={t(isStatic ? 'accessGroups.membersStatic' : 'accessGroups.membersDynamic')}
    >
      {isStatic && canEdit && (
        <Flex gap={3} alignItems="flex-end" wrap="wrap">
          <Box flex="1" minWidth="24rem">
            <AddMember groupId={group.id} onAdded={changed} />
          </Box>
          <Button variant="secondary" startIcon={<File />} onClick={() => setIsPasting(true)}>
            {t('accessGroups.paste')}
          </Button>
        </Flex>
      )}
      <Flex gap={4} wrap="wrap" justifyContent="space-between">
        <Typography role="status" textColor="neutral600" variant="pi">
          {isSweeping
            ? t('accessGroups.sweeping')
            : t(members.more ? 'accessGroups.membersMore' : 'accessGroups.membersCount', {
                count: members.value,
              })}
        </Typography>
        <SearchField
          label={t('accessGroups.searchMembers')}
          placeholder={t('accessGroups.searchMembers')}
          value={address.query.q}
          onSearch={(q) => address.change({ q })}
        />
      </Flex>
      {list()}
      <PasteDialog
        groupId={group.id}
        isOpen={isPasting}
        onAdded={changed}
        onClose={() => setIsPasting(false)}
      />
      <AskDialog
        isOpen={leaving !== null}
        title={t('accessGroups.removeTitle', { name: leaving?.name ?? '' })}
        confirm={t('accessGroups.remove')}
        onConfirm={async () => {
          await createRecord(`/access-groups/${group.id}/members/remove`, {
            contacts: [leaving?.id],
          });
          changed();
        }}
        onClose={() => setLeaving(null)}
      >
        {t('accessGroups.removeText')}
      </AskDialog>
    </FormSection>
  );

  function list() {
    if (page.error && !page.isLoading) return <Failure error={page.error} onRetry={refetch} />;
    if (!page.data) return <Loading />;
    const { rows, nextCursor } = page.data;
    if (rows.length === 0)
      return (
        <Typography textColor="neutral600">
          {t(
            address.isNarrowed
              ? 'records.noMatch'
              : isStatic
                ? 'accessGroups.noMemberStatic'
                : 'accessGroups.noMemberDynamic',
          )}
        </Typography>
      );
    return (
      <>
        <DataTable
          label={t('accessGroups.members')}
          heads={[
            t('accessGroups.contact'),
            ...group.portals.map(({ name }) => t('accessGroups.standingAt', { portal: name })),
            t('accessGroups.joined'),
            ...(isStatic && canEdit ? [{ label: t('records.actions'), isHidden: true }] : []),
          ]}
          isBusy={page.isLoading}
        >
          {rows.map((member) => (
            <tr key={member.id}>
              <td>
                <Typography tag="p" fontWeight="semiBold" dir="auto">
                  {member.name}
                </Typography>
                <Typography tag="p" variant="pi" textColor="neutral600">
                  {member.address}
                </Typography>
              </td>
              {group.portals.map(({ id, name }) => {
                const state =
                  member.standings.find(({ portal }) => portal === name)?.state ?? 'none';
                return (
                  <td key={id}>
                    <Pill variant={PILLS[state]}>{t(`accessGroups.standing.${state}`)}</Pill>
                  </td>
                );
              })}
              <td>
                <RelativeTime at={member.joinedAt} />
              </td>
              {isStatic && canEdit && (
                <td>
                  <IconButton
                    label={t('accessGroups.removeMember', { name: member.name })}
                    variant="ghost"
                    onClick={() => setLeaving(member)}
                  >
                    <Trash />
                  </IconButton>
                </td>
              )}
            </tr>
          ))}
        </DataTable>
        <CursorLinks nextCursor={nextCursor} />
      </>
    );
  }
}
