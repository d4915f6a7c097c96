import { LanguageFields } from '../../components/LanguageFields';
import { FormSection } from '../../components/RecordFormPage';
import { TickField } from '../../components/TickField';
import { useWords } from '../../useWords';
import type { AccessPart } from './accessPart';

interface Props extends AccessPart {
  languages: string[];
  /** The version that is saved; one more asks everybody again. */
  savedVersion: number;
  /** A notice was on and is saved already: some may have accepted it. */
  wasOn: boolean;
}

/** What everybody accepts before the first page. */
export function AccessConsent(props: Props) {
  const { values, errors, set, isDisabled, languages, savedVersion, wasOn } = props;
  const t = useWords();
  const { consent } = values;
  const change = (part: Partial<typeof consent>) => set('consent', { ...consent, ...part });
  return (
    <FormSection title={t('settings.access.consent')} hint={t('settings.access.consentHint')}>
      <TickField
        name="consent.isOn"
        label={t('settings.access.consentOn')}
        isChosen={consent.isOn}
        isDisabled={isDisabled}
        error={errors['consent.isOn']}
        onChange={(isOn) => change({ isOn })}
      />
      {consent.isOn && (
        <>
          <LanguageFields
            label={t('settings.access.consentText')}
            name="consent.text"
            hint={t('settings.access.consentTextHint')}
            languages={languages}
            value={consent.text}
            errors={errors}
            isLong
            isRequired
            maxLength={20_000}
            isDisabled={isDisabled}
            onChange={(text) => change({ text })}
          />
          {wasOn && (
            <TickField
              name="consent.version"
              label={t('settings.access.consentAgain')}
              hint={t('settings.access.consentAgainHint', { version: savedVersion })}
              isChosen={consent.version > savedVersion}
              isDisabled={isDisabled}
              error={errors['consent.version']}
              onChange={(asksAgain) => change({ version: savedVersion + (asksAgain ? 1 : 0) })}
            />
          )}
        </>
      )}
    </FormSection>
  );
}
