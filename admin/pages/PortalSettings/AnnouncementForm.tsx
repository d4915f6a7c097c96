import { useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import { Box, Checkbox, Flex, Typography } from '@strapi/design-system';
import { useNavigate } from 'react-router-dom';
import {
  ANNOUNCEMENT_LENGTH,
  ANNOUNCEMENT_LEVELS,
  ANNOUNCEMENT_PAGES,
  type AnnouncementInput,
  type AnnouncementLevel,
  type AnnouncementPage,
  type AnnouncementRow,
} from '../../../server/contracts/announcements';
import { AskDialog } from '../../components/AskDialog';
import { DangerButton } from '../../components/DangerButton';
import { FormCell, FormGrid } from '../../components/FormGrid';
import { InstantField } from '../../components/InstantField';
import { LanguageFields } from '../../components/LanguageFields';
import { FormSection, RecordFormPage } from '../../components/RecordFormPage';
import { SelectField } from '../../components/SelectField';
import { TickField } from '../../components/TickField';
import { paths } from '../../plugin';
import { createRecord, deleteRecord, saveRecord } from '../../services/records';
import { useRecordForm, type FieldErrors } from '../../services/useRecordForm';
import { useWords, type Translate } from '../../useWords';
import type { SectionProps } from './sections';
import { useLanguagesOf } from './useLanguagesOf';

interface Props extends SectionProps {
  /** Of the portal's announcements. */
  route: string;
  initial: AnnouncementInput;
  /** Without it the announcement is a new one. */
  known?: AnnouncementRow;
}

function problemsOf({ texts, from, until, pages }: AnnouncementInput, t: Translate): FieldErrors {
  const problems: FieldErrors = {};
  if (Object.values(texts).every((text) => text.trim() === ''))
    problems.texts = t('settings.announcements.textMissing');
  if (from === 0) problems.from = t('settings.announcements.fromMissing');
  else if (until !== 0 && until <= from) problems.until = t('settings.announcements.untilWrong');
  if (pages.length === 0) problems.pages = t('settings.announcements.pagesMissing');
  return problems;
}

/** The words of an announcement, when and where they are said, and what a reader may answer. */
export function AnnouncementForm({ portal, canEdit, route, initial, known }: Props) {
  const t = useWords();
  const navigate = useNavigate();
  const { toggleNotification } = useNotification();
  const [isAsked, setIsAsked] = useState(false);
  const languages = useLanguagesOf(portal);
  const list = paths.portal(portal.id, 'announcements');
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

  const form = useRecordForm<AnnouncementInput, unknown>({
    initial,
    check: (values) => problemsOf(values, t),
    save: (values) =>
      known ? saveRecord(`${route}/${known.id}`, values) : createRecord(route, values),
    onSaved: () => {
      toggleNotification({ type: 'success', message: t('settings.announcements.saved') });
      // After the next paint, when nothing is unsaved any more.
      requestAnimationFrame(() => navigate(list));
    },
  });
  const { values, errors, set } = form;
  const isDisabled = !canEdit;

  const tick = (name: 'countsAffected' | 'isDismissable') => (
    <TickField
      name={name}
      label={t(`settings.announcements.${name}`)}
      hint={t(`settings.announcements.${name}Hint`)}
      isChosen={values[name]}
      isDisabled={isDisabled}
      error={errors[name]}
      onChange={(isChosen) => set(name, isChosen)}
    />
  );
  const instant = (name: 'from' | 'until', hint: string) => (
    <InstantField
      name={name}
      label={t(`settings.announcements.${name}`)}
      hint={hint}
      value={values[name]}
      error={errors[name]}
      isRequired={name === 'from'}
      isDisabled={isDisabled}
      onChange={(at) => set(name, at)}
    />
  );

  return (
    <>
      <RecordFormPage
        title={t(known ? 'settings.announcements.one' : 'settings.announcements.new')}
        subtitle={portal.settings.general.name}
        back={{ to: list, label: t('settings.announcements') }}
        form={form}
        canSave={canEdit}
        actions={
          known &&
          canEdit && <DangerButton label={t('form.delete')} onClick={() => setIsAsked(true)} />
        }
      >
        {known && (known.countsAffected || known.affected > 0) && (
          <Typography fontWeight="semiBold">
            {t('settings.announcements.affectedCount', { count: known.affected })}
          </Typography>
        )}
        <FormSection title={t('settings.announcements.text')}>
          <LanguageFields
            label={t('settings.announcements.text')}
            name="texts"
            hint={t('settings.announcements.textHint')}
            languages={languages}
            value={values.texts}
            errors={errors}
            isLong
            isRequired
            maxLength={ANNOUNCEMENT_LENGTH}
            isDisabled={isDisabled}
            onChange={(texts) => set('texts', texts)}
          />
          <SelectField
            name="level"
            label={t('settings.announcements.level')}
            hint={t('settings.announcements.levelHint')}
            value={values.level}
            options={ANNOUNCEMENT_LEVELS.map((level) => ({
              value: level,
              label: t(`settings.announcements.level.${level}`),
            }))}
            error={errors.level}
            isDisabled={isDisabled}
            onChange={(level) => set('level', level as AnnouncementLevel)}
          />
        </FormSection>
        <FormSection
          title={t('settings.announcements.window')}
          hint={t('settings.announcements.zone', { zone })}
        >
          <FormGrid>
            <FormCell>{instant('from', t('settings.announcements.fromHint'))}</FormCell>
            <FormCell>{instant('until', t('settings.announcements.untilHint'))}</FormCell>
          </FormGrid>
        </FormSection>
        <FormSection
          title={t('settings.announcements.pages')}
          hint={t('settings.announcements.pagesHint')}
        >
          <Pages
            value={values.pages}
            error={errors.pages}
            isDisabled={isDisabled}
            onChange={(pages) => set('pages', pages)}
          />
        </FormSection>
        <FormSection title={t('settings.announcements.answers')}>
          {tick('countsAffected')}
          {tick('isDismissable')}
        </FormSection>
      </RecordFormPage>
      <AskDialog
        isOpen={isAsked}
        title={t('settings.announcements.deleteTitle')}
        confirm={t('form.delete')}
        onConfirm={async () => {
          await deleteRecord(`${route}/${known?.id ?? ''}`);
          toggleNotification({ type: 'success', message: t('form.deleted') });
          navigate(list);
        }}
        onClose={() => setIsAsked(false)}
      >
        <Typography>{t('settings.announcements.deleteText')}</Typography>
      </AskDialog>
    </>
  );
}

interface PagesProps {
  value: AnnouncementPage[];
  error: string | undefined;
  isDisabled: boolean;
  onChange: (pages: AnnouncementPage[]) => void;
}

/** The kinds of pages that show it; what is wrong stands below them all. */
function Pages({ value, error, isDisabled, onChange }: PagesProps) {
  const t = useWords();
  return (
    <Flex
      role="group"
      aria-label={t('settings.announcements.pages')}
      direction="column"
      alignItems="flex-start"
      gap={3}
    >
      {ANNOUNCEMENT_PAGES.map((page) => (
        <Checkbox
          key={page}
          checked={value.includes(page)}
          disabled={isDisabled}
          aria-invalid={error ? true : undefined}
          onCheckedChange={(isChosen) =>
            onChange(
              ANNOUNCEMENT_PAGES.filter((one) =>
                one === page ? isChosen === true : value.includes(one),
              ),
            )
          }
        >
          {t(`settings.announcements.page.${page}`)}
        </Checkbox>
      ))}
      <Box role="alert">
        {error && (
          <Typography variant="pi" textColor="danger600">
            {error}
          </Typography>
        )}
      </Box>
    </Flex>
  );
}
