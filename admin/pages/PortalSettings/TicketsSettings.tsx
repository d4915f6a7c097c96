import { Typography } from '@strapi/design-system';
import type { PortalChoices } from '../../../server/contracts/portals';
import { AskDialog } from '../../components/AskDialog';
import { filterErrors } from '../../components/FilterGroupsEditor';
import { ContactSamples } from '../../components/FilterGroupsEditor/ContactSamples';
import { LanguageFields } from '../../components/LanguageFields';
import { FormSection } from '../../components/RecordFormPage';
import { BUILT_IN_WORDS } from '../../../server/rules/ticket-words';
import { api } from '../../services/api';
import { useStructure } from '../../services/structure';
import { useRead } from '../../services/useRead';
import { useWords } from '../../useWords';
import type { SectionProps } from './sections';
import { SettingsForm } from './SettingsForm';
import { TicketsClosing } from './TicketsClosing';
import { TicketsFields } from './TicketsFields';
import { TicketsOwner } from './TicketsOwner';
import { TicketsPeople } from './TicketsPeople';
import { TicketsSight } from './TicketsSight';
import { useSectionForm } from './useSectionForm';

const NAMED = ['singular', 'plural'] as const;

/** Who sees which tickets, what of them, under which name, and what customers may do with them. */
export function TicketsSettings(props: SectionProps) {
  const { portal, canEdit } = props;
  const t = useWords();
  const structure = useStructure().data;
  const choices = useRead<PortalChoices>(api(`/portals/${portal.id}/choices`)).data;
  const properties = structure?.properties ?? [];
  const contactProperties = properties.filter(({ subject }) => subject === 'contact');
  const form = useSectionForm('tickets', props, ({ permission, permissionFilter }) => {
    if (permission !== 'filter') return {};
    if (permissionFilter.length === 0)
      return { permissionFilter: t('settings.tickets.filterMissing') };
    return filterErrors('permissionFilter', permissionFilter, contactProperties);
  });
  const { values, errors, set, impact } = form;
  const part = { values, errors, set, isDisabled: !canEdit };
  const { domain, languages } = portal.settings.general;
  const primary = choices?.domains.find(({ id }) => id === domain)?.primaryLanguage;

  return (
    <>
      <SettingsForm {...props} label="settings.tickets" form={form}>
        <TicketsSight {...part} properties={contactProperties} />
        <TicketsFields
          {...part}
          properties={properties.filter(({ subject }) => subject === 'ticket')}
          isLoading={!structure}
        />
        <FormSection title={t('settings.tickets.word')} hint={t('settings.tickets.wordHint')}>
          {NAMED.map((name) => (
            <LanguageFields
              key={name}
              label={t(`settings.tickets.${name}`)}
              name={name}
              languages={[...new Set([...(primary ? [primary] : []), ...languages])]}
              value={values[name]}
              errors={errors}
              maxLength={60}
              placeholders={Object.fromEntries(
                Object.entries(BUILT_IN_WORDS).map(([code, words]) => [code, words?.[name] ?? '']),
              )}
              isDisabled={!canEdit}
              onChange={(words) => set(name, words)}
            />
          ))}
        </FormSection>
        <TicketsOwner {...part} />
        <TicketsPeople {...part} />
        <TicketsClosing {...part} pipelines={structure?.pipelines ?? []} />
      </SettingsForm>
      <AskDialog
        isOpen={impact !== null}
        title={t('settings.tickets.askTitle')}
        confirm={t('settings.tickets.askConfirm')}
        onConfirm={form.confirm}
        onClose={form.dismiss}
      >
        {impact && (
          <>
            <Typography fontWeight="semiBold">
              {t('settings.tickets.seeMore', { count: impact.letIn.count })}
            </Typography>
            <ContactSamples contacts={impact.letIn.sample} />
          </>
        )}
      </AskDialog>
    </>
  );
}
