import { useState } from 'react';
import { useNotification, useRBAC } from '@strapi/strapi/admin';
import { Box, Checkbox, Field, Flex, Typography } from '@strapi/design-system';
import type { FilterPreview } from '../../../server/contracts/access-groups';
import {
  ACCESS_CONTROLS,
  BUILT_ACCESS_CONTROLS,
  type AccessControl,
  type PortalSettings,
} from '../../../server/contracts/portal-settings';
import type { AccessGroupChoice, Entrants } from '../../../server/contracts/portal-setup';
import type { PortalDetail } from '../../../server/contracts/portals';
import { ContactSamples } from '../../components/FilterGroupsEditor/ContactSamples';
import { RadioCards } from '../../components/RadioCards';
import { permissions } from '../../permissions';
import { api } from '../../services/api';
import { useErrorText } from '../../services/errors';
import { createRecord } from '../../services/records';
import { useRead } from '../../services/useRead';
import type { FieldErrors } from '../../services/useRecordForm';
import { useSettled } from '../../services/useSettled';
import { useWords } from '../../useWords';
import { OnTheSpot } from './SetUp/OnTheSpot';

const WAIT = 300;
type Values = PortalSettings['access'];

interface Props {
  portal: PortalDetail;
  groups: AccessGroupChoice[];
  values: Values;
  errors: FieldErrors;
  isDisabled?: boolean;
  onControl: (control: AccessControl) => void;
  onGroups: (groups: string[]) => void;
  onGroupMade: () => void;
}

/** How customers get in, what each way means, and who could sign in with the choice today. */
export function AccessFields(props: Props) {
  const { portal, values, errors, isDisabled = false, onGroups } = props;
  const t = useWords();
  const { toggleNotification } = useNotification();
  const { allowedActions } = useRBAC(permissions.accessGroupEdit);
  const [made, setMade] = useState<AccessGroupChoice[]>([]);
  const groups = [
    ...props.groups,
    ...made.filter(({ id }) => props.groups.every((one) => one.id !== id)),
  ];

  async function makeGroup(name: string): Promise<void> {
    const { id } = await createRecord<{ id: string }>('/access-groups', { kind: 'static', name });
    setMade((before) => [
      ...before,
      { id, name, kind: 'static', members: { value: 0, more: false } },
    ]);
    onGroups([...values.groups, id]);
    props.onGroupMade();
    toggleNotification({ type: 'success', message: t('setup.access.groupMade', { name }) });
  }

  return (
    <>
      <RadioCards
        name="control"
        label={t('setup.access.control')}
        value={values.control}
        options={ACCESS_CONTROLS.map((control) => ({
          value: control,
          label: t(`setup.access.${control}`),
          hint: t(`setup.access.${control}Hint`),
          isDisabled: !BUILT_ACCESS_CONTROLS.includes(control),
        }))}
        error={errors.control}
        isDisabled={isDisabled}
        onChange={(control) => props.onControl(control as AccessControl)}
      />
      <Field.Root
        name="groups"
        error={errors.groups}
        hint={t(groups.length > 0 ? 'setup.access.groupsHint' : 'setup.access.noGroups')}
      >
        <Field.Label>{t('setup.access.groups')}</Field.Label>
        <Flex
          direction="column"
          alignItems="flex-start"
          gap={3}
          role="group"
          aria-label={t('setup.access.groups')}
        >
          {groups.map((group) => (
            <Checkbox
              key={group.id}
              checked={values.groups.includes(group.id)}
              disabled={isDisabled}
              onCheckedChange={(isChosen) =>
                onGroups(
                  isChosen
                    ? [...values.groups, group.id]
                    : values.groups.filter((id) => id !== group.id),
                )
              }
            >
              {t('setup.access.group', {
                name: group.name,
                kind: t(`accessGroups.kind.${group.kind}`),
                members: t(
                  group.members.more ? 'accessGroups.membersMore' : 'accessGroups.membersCount',
                  { count: group.members.value },
                ),
              })}
            </Checkbox>
          ))}
        </Flex>
        <Field.Error />
        <Field.Hint />
      </Field.Root>
      {allowedActions.canAccessGroupEdit && !isDisabled && (
        <OnTheSpot
          name="newGroup"
          label={t('setup.access.createGroup')}
          fieldLabel={t('setup.access.newGroup')}
          hint={t('setup.access.newGroupHint')}
          make={makeGroup}
        />
      )}
      <WhoCould portal={portal} groups={values.groups} />
    </>
  );
}

/** Counts and some names: who could sign in today, and who is in the chosen groups. */
function WhoCould({ portal, groups }: { portal: PortalDetail; groups: string[] }) {
  const t = useWords();
  const textOf = useErrorText();
  const url = api(`/portals/${portal.id}/entrants`, { groups: groups.join(',') });
  const settled = useSettled(url, WAIT);
  const { data, error, isLoading } = useRead<Entrants>(settled);
  const isCounted = settled === url && !isLoading && data !== undefined;
  const sentence = (found: FilterPreview, word: 'today' | 'members') =>
    t(`setup.access.${word}${found.count.more ? 'More' : ''}`, { count: found.count.value });
  return (
    <Box background="primary100" hasRadius padding={4}>
      <Flex direction="column" alignItems="stretch" gap={2}>
        <Typography role="status" fontWeight="semiBold" textColor="neutral800">
          {isCounted
            ? sentence(data.today, 'today')
            : error && !isLoading
              ? textOf(error)
              : t('setup.access.counting')}
        </Typography>
        {isCounted && (
          <>
            <ContactSamples contacts={data.today.sample} />
            {portal.state === 'draft' && (
              <Typography variant="pi" textColor="neutral800">
                {t('setup.access.nobodyRegistered')}
              </Typography>
            )}
            {data.members && (
              <>
                <Typography fontWeight="semiBold" textColor="neutral800">
                  {sentence(data.members, 'members')}
                </Typography>
                <ContactSamples contacts={data.members.sample} />
              </>
            )}
          </>
        )}
      </Flex>
    </Box>
  );
}
