import { useEffect, useState } from 'react';
import { Button, Field, Flex, Textarea } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import {
  CHANGEABLE_MAILS,
  type ChangeableMail,
  type MailSettings,
} from '../../../server/contracts/portal-settings';
import type { MailPreview as Preview, MailPreviewInput } from '../../../server/contracts/mails';
import { FormCell, FormGrid } from '../../components/FormGrid';
import { FormSection } from '../../components/RecordFormPage';
import { SelectField } from '../../components/SelectField';
import { TextField } from '../../components/TextField';
import { api } from '../../services/api';
import { usePreview } from '../../services/usePreview';
import { useWords } from '../../useWords';
import { MailPreview } from './MailPreview';
import { MailsSender } from './MailsSender';
import { MailValues } from './MailValues';
import type { SectionProps } from './sections';
import { SettingsForm } from './SettingsForm';
import { useLanguagesOf } from './useLanguagesOf';
import { useSectionForm } from './useSectionForm';

type OwnText = MailSettings['texts'][string][string];
const NONE: OwnText = { subject: '', text: '' };

/** Who the portal's mails come from, and what they say: mail by mail and language by language, with what they would look like. */
export function MailsSettings(props: SectionProps) {
  const { portal, canEdit } = props;
  const t = useWords();
  const { formatDisplayName } = useIntl();
  const languages = useLanguagesOf(portal);
  const form = useSectionForm('mails', props);
  const { values, errors, set } = form;
  const [mail, setMail] = useState<ChangeableMail>(CHANGEABLE_MAILS[0]);
  const [chosenLanguage, setLanguage] = useState('');
  const language = languages.includes(chosenLanguage) ? chosenLanguage : (languages[0] ?? 'en');
  const own = values.texts[mail]?.[language] ?? NONE;
  const path = `texts.${mail}.${language}`;
  const asked: MailPreviewInput = { mail, language, ...own };
  const preview = usePreview<Preview>(api(`/portals/${portal.id}/mails/preview`), asked, path);
  const isOwn = own.subject !== '' || own.text !== '';

  // What was refused is shown, also where another mail or language is open.
  useEffect(() => {
    const [first] = Object.keys(errors).filter((field) => field.startsWith('texts.'));
    if (first === undefined || first.startsWith(path)) return;
    const [, wrongMail = '', wrongLanguage = ''] = first.split('.');
    const known = CHANGEABLE_MAILS.find((one) => one === wrongMail);
    if (!known) return;
    setMail(known);
    setLanguage(wrongLanguage);
    // Only a new refusal leads there: afterwards one may look elsewhere.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [errors]);

  const change = (part: Partial<OwnText>) =>
    set('texts', {
      ...values.texts,
      [mail]: { ...values.texts[mail], [language]: { ...own, ...part } },
    });
  const marked = (label: string, isMarked: boolean) =>
    isMarked ? t('settings.mails.changed', { label }) : label;
  const hasOwn = (name: string, code?: string) =>
    Object.entries(values.texts[name] ?? {}).some(
      ([one, { subject, text }]) =>
        (code === undefined || one === code) && (subject !== '' || text !== ''),
    );

  return (
    <SettingsForm
      {...props}
      label="settings.mails"
      form={form}
      below={<MailPreview portal={portal} preview={preview} language={language} />}
    >
      <MailsSender portal={portal} canEdit={canEdit} values={values} errors={errors} set={set} />
      <FormSection title={t('settings.mails.title')} hint={t('settings.mails.hint')}>
        <FormGrid>
          <FormCell>
            <SelectField
              name="mail"
              label={t('settings.mails.mail')}
              hint={t(`settings.mails.${mail}Hint`)}
              value={mail}
              options={CHANGEABLE_MAILS.map((name) => ({
                value: name,
                label: marked(t(`template.${name}`), hasOwn(name)),
              }))}
              onChange={(name) => setMail(name as ChangeableMail)}
            />
          </FormCell>
          <FormCell>
            <SelectField
              name="language"
              label={t('settings.mails.language')}
              value={language}
              options={languages.map((code) => ({
                value: code,
                label: marked(
                  formatDisplayName(code, { type: 'language' }) ?? code,
                  hasOwn(mail, code),
                ),
              }))}
              onChange={setLanguage}
            />
          </FormCell>
        </FormGrid>
        <TextField
          name={`${path}.subject`}
          label={t('settings.mails.subject')}
          hint={t('settings.mails.builtIn', { text: preview?.builtIn.subject ?? '' })}
          value={own.subject}
          error={errors[`${path}.subject`]}
          maxLength={200}
          isDisabled={!canEdit}
          onChange={(subject) => change({ subject })}
        />
        <Field.Root
          name={`${path}.text`}
          error={errors[`${path}.text`]}
          hint={t('settings.mails.textHint')}
        >
          <Field.Label>{t('settings.mails.text')}</Field.Label>
          <Textarea
            value={own.text}
            placeholder={preview?.builtIn.text ?? ''}
            maxLength={5000}
            lang={language}
            dir="auto"
            disabled={!canEdit}
            style={{ minHeight: '26rem' }}
            onChange={({ target }: { target: { value: string } }) => change({ text: target.value })}
          />
          <Field.Error />
          <Field.Hint />
        </Field.Root>
        <MailValues
          mail={mail}
          isDisabled={!canEdit}
          onInsert={(name) => change({ text: `${own.text}{${name}}` })}
        />
        {canEdit && (
          <Flex gap={2} wrap="wrap">
            {own.text === '' && (
              <Button
                variant="tertiary"
                disabled={!preview}
                onClick={() => preview && change(preview.builtIn)}
              >
                {t('settings.mails.start')}
              </Button>
            )}
            {isOwn && (
              <Button variant="tertiary" onClick={() => change(NONE)}>
                {t('settings.mails.back')}
              </Button>
            )}
          </Flex>
        )}
      </FormSection>
    </SettingsForm>
  );
}
