import { Box, LinkButton, Typography } from '@strapi/design-system';
import { Link } from 'react-router-dom';
import type { PortalChoices } from '../../../server/contracts/portals';
import { FormSection } from '../../components/RecordFormPage';
import { Failure, Loading } from '../../components/States';
import { TickField } from '../../components/TickField';
import { paths } from '../../plugin';
import { api } from '../../services/api';
import { useRead } from '../../services/useRead';
import { useWords } from '../../useWords';
import { OfferedForms } from './OfferedForms';
import type { SectionProps } from './sections';
import { SettingsForm } from './SettingsForm';
import { SupportFormFiles } from './SupportFormFiles';
import { useSectionForm } from './useSectionForm';

/** Which published request forms the portal offers, in which order, and what may be attached. */
export function SupportFormSettings(props: SectionProps) {
  const { portal, canEdit } = props;
  const t = useWords();
  const choices = useRead<PortalChoices>(api(`/portals/${portal.id}/choices`));
  const form = useSectionForm('supportForm', props);
  const { values, errors, set } = form;

  function content() {
    if (choices.error && !choices.isLoading)
      return <Failure error={choices.error} onRetry={choices.refetch} />;
    if (!choices.data) return <Loading />;
    const { forms } = choices.data;
    if (forms.length === 0)
      return (
        <>
          <Typography textColor="neutral600">{t('settings.supportForm.none')}</Typography>
          <Box>
            <LinkButton tag={Link} variant="secondary" to={paths.requestForms}>
              {t('settings.supportForm.toForms')}
            </LinkButton>
          </Box>
        </>
      );
    return (
      <>
        <TickField
          name="all"
          label={t('settings.supportForm.all')}
          hint={t('settings.supportForm.allHint')}
          isChosen={values.forms === null}
          isDisabled={!canEdit}
          onChange={(isAll) => set('forms', isAll ? null : forms.map(({ id }) => id))}
        />
        {values.forms !== null && (
          <OfferedForms
            all={forms}
            chosen={values.forms}
            error={errors.forms}
            isDisabled={!canEdit}
            onChange={(chosen) => set('forms', chosen)}
          />
        )}
      </>
    );
  }

  return (
    <SettingsForm {...props} label="settings.supportForm" form={form}>
      <FormSection
        title={t('settings.supportForm.forms')}
        hint={t('settings.supportForm.formsHint')}
      >
        {content()}
      </FormSection>
      <SupportFormFiles form={form} isDisabled={!canEdit} />
      <FormSection title={t('settings.supportForm.writing')}>
        {(['suggestsArticles', 'masksSecrets'] as const).map((name) => (
          <TickField
            key={name}
            name={name}
            label={t(`settings.supportForm.${name}`)}
            hint={t(`settings.supportForm.${name}Hint`)}
            isChosen={values[name]}
            isDisabled={!canEdit}
            onChange={(isChosen) => set(name, isChosen)}
          />
        ))}
      </FormSection>
    </SettingsForm>
  );
}
