import { useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import { Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import {
  TICKET_PERMISSIONS,
  type TicketPermission,
} from '../../../../server/contracts/portal-settings';
import type { SetupChoices, SetupInput } from '../../../../server/contracts/portal-setup';
import {
  FilterGroupsEditor,
  FilterPreview,
  filterErrors,
} from '../../../components/FilterGroupsEditor';
import { RadioCards } from '../../../components/RadioCards';
import { SelectField } from '../../../components/SelectField';
import { createRecord } from '../../../services/records';
import { useStructure } from '../../../services/structure';
import { useWords } from '../../../useWords';
import { OnTheSpot } from './OnTheSpot';
import { SetUpFrame } from './SetUpFrame';
import { useStepForm, type StepProps } from './useStepForm';

interface Props extends StepProps {
  choices: SetupChoices;
  onChanged: () => void;
}

/** Where tickets arrive, and who sees which. */
export function TicketsStep(props: Props) {
  const { portal, choices, onChanged } = props;
  const t = useWords();
  const { locale } = useIntl();
  const { toggleNotification } = useNotification();
  const structure = useStructure().data;
  const properties = structure?.properties.filter(({ subject }) => subject === 'contact') ?? [];
  const [made, setMade] = useState<SetupChoices['inboxes']>([]);
  const { general, tickets } = portal.settings;
  const form = useStepForm<'tickets', SetupInput<'tickets'>>('tickets', props, {
    initial: {
      inbox: general.inbox || choices.defaults.inbox.id,
      permission: tickets.permission,
      permissionFilter: tickets.permissionFilter,
    },
    inputOf: (values) => values,
    check({ permission, permissionFilter }) {
      if (permission !== 'filter') return {};
      if (permissionFilter.length === 0)
        return { permissionFilter: t('setup.tickets.filterMissing') };
      return filterErrors('permissionFilter', permissionFilter, properties);
    },
  });
  const { values, errors, set } = form;
  const inboxes = [
    ...choices.inboxes,
    ...made.filter(({ id }) => choices.inboxes.every((one) => one.id !== id)),
  ];
  const none = t('setup.tickets.inboxNew', { name: general.name });

  async function makeInbox(name: string): Promise<void> {
    const inbox = await createRecord<{ id: string; name: string }>(
      `/portals/${portal.id}/inboxes`,
      { name },
    );
    setMade((before) => [...before, inbox]);
    set('inbox', inbox.id);
    onChanged();
    toggleNotification({ type: 'success', message: t('setup.tickets.inboxMade', { name }) });
  }

  return (
    <SetUpFrame step="tickets" portal={portal} form={form} hint={t('setup.tickets.hint')}>
      <SelectField
        name="inbox"
        label={t('setup.tickets.inbox')}
        hint={t('setup.tickets.inboxHint')}
        value={values.inbox}
        options={[
          // Where a free one is there, it is taken before a new one is made.
          ...(choices.defaults.inbox.id === '' ? [{ value: '', label: none }] : []),
          ...inboxes.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        error={errors.inbox}
        onChange={(inbox) => set('inbox', inbox)}
      />
      <OnTheSpot
        name="newInbox"
        label={t('setup.tickets.createInbox')}
        fieldLabel={t('setup.tickets.newInbox')}
        make={makeInbox}
      />
      <RadioCards
        name="permission"
        label={t('setup.tickets.permission')}
        value={values.permission}
        options={TICKET_PERMISSIONS.map((value) => ({
          value,
          label: t(`setup.tickets.${value}`),
          hint: t(`setup.tickets.${value}Hint`),
        }))}
        error={errors.permission}
        onChange={(permission) => set('permission', permission as TicketPermission)}
      />
      {values.permission === 'filter' && structure && (
        <>
          <Typography tag="h3" variant="delta">
            {t('setup.tickets.filterTitle')}
          </Typography>
          <FilterGroupsEditor
            subject="contact"
            properties={properties}
            value={values.permissionFilter}
            errors={errors}
            name="permissionFilter"
            language={locale}
            onChange={(groups) => set('permissionFilter', groups)}
          />
          <FilterPreview groups={values.permissionFilter} properties={properties} />
        </>
      )}
    </SetUpFrame>
  );
}
