import { useState } from 'react';
import { NavLink } from 'react-router-dom';
import { useNotification, useRBAC } from '@strapi/strapi/admin';
import { Box, Flex, Link as TextLink, Typography } from '@strapi/design-system';
import type { FilterPreview } from '../../../server/contracts/access-groups';
import {
  ACCESS_CONTROLS,
  type AccessControl,
  type PortalSettings,
} from '../../../server/contracts/portal-settings';
import type { AccessGroupChoice, Entrants } from '../../../server/contracts/portal-setup';
import type { PortalDetail } from '../../../server/contracts/portals';
import { ContactSamples } from '../../components/FilterGroupsEditor/ContactSamples';
import { GroupTicks } from '../../components/GroupTicks';
import { Notice } from '../../components/Notice';
import { RadioCards } from '../../components/RadioCards';
import { permissions } from '../../permissions';
import { paths } from '../../plugin';
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
  /** The portal is being set up, and has no identity provider yet. */
  isNew?: boolean;
  onControl: (control: AccessControl) => void;
  onGroups: (groups: string[]) => void;
  onGroupMade: () => void;
}

/** How customers get in, what each way means, and who could sign in with the choice today. */
export function AccessFields(props: Props) {
  const { portal, values, errors, isDisabled = false, isNew = false, onGroups } = props;
  const isVouched = values.control === 'single-sign-on';
  const isLater = (control: AccessControl) => control === 'single-sign-on' && isNew && !isVouched;
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
          hint: t(isLater(control) ? 'setup.access.ssoLater' : `setup.access.${control}Hint`),
          isDisabled: isLater(control),
        }))}
        error={errors.control}
        isDisabled={isDisabled}
        onChange={(control) => props.onControl(control as AccessControl)}
      />
      {isVouched && <ProvidersNotice portal={portal} />}
      {values.control !== 'self-registration' && (
        <>
          <GroupTicks
            name="groups"
            label={t('setup.access.groups')}
            hint={t(
              groups.length === 0
                ? 'setup.access.noGroups'
                : isVouched
                  ? 'setup.access.groupsHintVouched'
                  : 'setup.access.groupsHint',
            )}
            groups={groups}
            chosen={values.groups}
            error={errors.groups}
            isDisabled={isDisabled}
            onChange={onGroups}
          />
          {allowedActions.canAccessGroupEdit && !isDisabled && (
            <OnTheSpot
              name="newGroup"
              label={t('setup.access.createGroup')}
              fieldLabel={t('setup.access.newGroup')}
              hint={t('setup.access.newGroupHint')}
              make={makeGroup}
            />
          )}
        </>
      )}
      <WhoCould
        portal={portal}
        groups={values.control === 'self-registration' ? [] : values.groups}
      />
    </>
  );
}

/** What has to be there before providers alone let people in, and the way to it. */
function ProvidersNotice({ portal }: { portal: PortalDetail }) {
  const t = useWords();
  return (
    <Notice kind="primary">
      <Typography textColor="neutral800">{t('setup.access.ssoNeeds')}</Typography>
      <TextLink tag={NavLink} to={paths.portal(portal.id, 'single-sign-on')}>
        {t('setup.access.ssoLink')}
      </TextLink>
    </Notice>
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
