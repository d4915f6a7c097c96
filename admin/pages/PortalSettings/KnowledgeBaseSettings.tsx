import { Typography } from '@strapi/design-system';
import { KNOWLEDGE_BASES, type PortalSettings } from '../../../server/contracts/portal-settings';
import type { PortalChoices } from '../../../server/contracts/portals';
import { LanguageFields } from '../../components/LanguageFields';
import { RadioCards } from '../../components/RadioCards';
import { FormSection } from '../../components/RecordFormPage';
import { SelectField } from '../../components/SelectField';
import { TextField } from '../../components/TextField';
import { TickField } from '../../components/TickField';
import { api } from '../../services/api';
import type { FieldErrors } from '../../services/useRecordForm';
import { useRead } from '../../services/useRead';
import { useWords } from '../../useWords';
import { CategoryTree } from './CategoryTree';
import type { SectionProps } from './sections';
import { SettingsForm } from './SettingsForm';
import { useLanguagesOf } from './useLanguagesOf';
import { useSectionForm } from './useSectionForm';

type KnowledgeBase = PortalSettings['knowledgeBase'];

/** Which knowledge base stands beside the portal, what of it shows, and the links between the two. */
export function KnowledgeBaseSettings(props: SectionProps) {
  const { portal, canEdit } = props;
  const t = useWords();
  const languages = useLanguagesOf(portal);
  const choices = useRead<PortalChoices>(api(`/portals/${portal.id}/choices`)).data;
  const form = useSectionForm('knowledgeBase', props, ({ kind, url }): FieldErrors =>
    kind === 'outside' && url.trim() === '' ? { url: t('settings.knowledgeBase.urlMissing') } : {},
  );
  const { values, errors, set } = form;
  const isDisabled = !canEdit;
  const bases = choices?.knowledgeBases ?? [];
  const base = bases.find(({ id }) => id === values.base) ?? bases[0];

  const link = (name: 'portalLink' | 'baseLink') => (
    <LanguageFields
      label={t(`settings.knowledgeBase.${name}`)}
      name={name}
      hint={t(`settings.knowledgeBase.${name}Hint`)}
      languages={languages}
      value={values[name]}
      errors={errors}
      maxLength={60}
      isDisabled={isDisabled}
      onChange={(words) => set(name, words)}
    />
  );

  return (
    <SettingsForm {...props} label="settings.knowledgeBase" form={form}>
      <FormSection title={t('settings.knowledgeBase')}>
        <RadioCards
          name="kind"
          label={t('settings.knowledgeBase.kind')}
          value={values.kind}
          options={KNOWLEDGE_BASES.map((kind) => ({
            value: kind,
            label: t(`settings.knowledgeBase.kind.${kind}`),
            hint: t(`settings.knowledgeBase.kind.${kind}Hint`),
          }))}
          error={errors.kind}
          isDisabled={isDisabled}
          onChange={(kind) => set('kind', kind as KnowledgeBase['kind'])}
        />
        {values.kind === 'outside' && (
          <TextField
            name="url"
            label={t('settings.knowledgeBase.url')}
            hint={t('settings.knowledgeBase.urlHint')}
            value={values.url}
            error={errors.url}
            maxLength={500}
            isRequired
            isDisabled={isDisabled}
            onChange={(url) => set('url', url)}
          />
        )}
        {values.kind === 'built-in' && choices && builtIn(bases, base)}
      </FormSection>
      <FormSection title={t('settings.knowledgeBase.links')}>
        {values.kind === 'built-in' && (
          <TickField
            name="linksToPortal"
            label={t('settings.knowledgeBase.linksToPortal')}
            hint={t('settings.knowledgeBase.linksToPortalHint')}
            isChosen={values.linksToPortal}
            isDisabled={isDisabled}
            error={errors.linksToPortal}
            onChange={(isChosen) => set('linksToPortal', isChosen)}
          />
        )}
        {link('portalLink')}
        {values.kind !== 'none' && link('baseLink')}
      </FormSection>
    </SettingsForm>
  );

  function builtIn(
    all: PortalChoices['knowledgeBases'],
    chosen: PortalChoices['knowledgeBases'][number] | undefined,
  ) {
    if (!chosen)
      return <Typography textColor="neutral600">{t('settings.knowledgeBase.noBase')}</Typography>;
    return (
      <>
        <SelectField
          name="base"
          label={t('settings.knowledgeBase.base')}
          hint={t('settings.knowledgeBase.baseHint')}
          value={all.some(({ id }) => id === values.base) ? values.base : ''}
          options={[
            { value: '', label: t('settings.knowledgeBase.first', { title: all[0]?.title ?? '' }) },
            ...all.map(({ id, title }) => ({ value: id, label: title })),
          ]}
          error={errors.base}
          isDisabled={isDisabled}
          onChange={(id) => {
            set('base', id);
            // Categories are those of one knowledge base.
            if (id !== values.base) set('categories', null);
          }}
        />
        <TickField
          name="allCategories"
          label={t('settings.knowledgeBase.allCategories')}
          hint={t('settings.knowledgeBase.allCategoriesHint')}
          isChosen={values.categories === null}
          isDisabled={isDisabled}
          onChange={(isAll) => {
            if (!isAll) set('base', chosen.id);
            set('categories', isAll ? null : chosen.categories.map(({ id }) => id));
          }}
        />
        {values.categories !== null && (
          <CategoryTree
            label={t('settings.knowledgeBase.categories')}
            categories={chosen.categories}
            chosen={values.categories}
            error={errors.categories}
            isDisabled={isDisabled}
            onChange={(categories) => set('categories', categories)}
          />
        )}
      </>
    );
  }
}
