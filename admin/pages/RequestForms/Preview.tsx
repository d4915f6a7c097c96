import { type KeyboardEvent, useMemo, useState } from 'react';
import { Box, Flex, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { FormContent } from '../../../server/contracts/request-forms';
import type { PropertyDefinition } from '../../../server/contracts/properties';
import { directionOf } from '../../../server/rules/languages';
import { shapeOf } from '../../../server/rules/request-form-content';
import { decideForm } from '../../../server/rules/request-forms';
import { Choice } from '../../components/Choice';
import { useWords } from '../../useWords';
import { fieldLabel } from './fieldWords';
import { PreviewField } from './PreviewField';
import { Paper } from './PreviewPaper';
import { PreviewText } from './PreviewText';
import { previewWords, wordOr } from './previewWords';

interface Props {
  content: FormContent;
  properties: PropertyDefinition[];
  languages: string[];
  accent: string;
}

/** The form as customers will see it: it shows, hides and checks by the rule of the public page, and sends nothing. */
export function Preview({ content, properties, languages, accent }: Props) {
  const t = useWords();
  const { formatDisplayName } = useIntl();
  const [chosen, setChosen] = useState('');
  const [typed, setTyped] = useState<Record<string, string[]>>({});
  const [isSent, setIsSent] = useState(false);
  const language = languages.includes(chosen) ? chosen : (languages[0] ?? 'en');
  const { say, problem } = previewWords(language);

  const shape = useMemo(
    () => shapeOf(content.fields, new Map(properties.map((one) => [one.key, one]))),
    [content.fields, properties],
  );
  const answers = Object.fromEntries(
    content.fields.map((field) => [
      field.property,
      typed[field.property] ?? field.defaultValue.filter((value) => value !== ''),
    ]),
  );
  const states = decideForm(shape, answers, Date.now());
  const isWrong = [...states.values()].some((state) => state.problem !== '');
  const introduction = wordOr(
    content.introduction,
    language,
    say('requestForms.public.introduction'),
  );

  const stayInForm = (event: KeyboardEvent) => {
    // The editor's form is around: a line break here must not save it.
    if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault();
  };

  return (
    <Box tag="section" aria-labelledby="request-form-preview">
      <Flex justifyContent="space-between" gap={3} paddingBottom={3} wrap="wrap">
        <Typography tag="h2" variant="delta" id="request-form-preview">
          {t('requestForms.preview')}
        </Typography>
        {languages.length > 1 && (
          <Choice
            label={t('requestForms.previewLanguage')}
            value={language}
            options={languages.map((one) => ({
              value: one,
              label: formatDisplayName(one, { type: 'language' }) ?? one,
            }))}
            onChange={setChosen}
          />
        )}
      </Flex>
      <Paper $accent={accent} lang={language} dir={directionOf(language)} onKeyDown={stayInForm}>
        <p className="title">{wordOr(content.title, language, say('requestForms.public.title'))}</p>
        <PreviewText>{introduction}</PreviewText>
        <div className="cells">
          {content.fields.map((field) => {
            const own = shape.find(({ property }) => property === field.property);
            const state = states.get(field.property);
            if (!own || !state?.isShown) return null;
            const label =
              own.kind === 'attachments'
                ? wordOr(field.labels, language, say('requestForms.public.attachments'))
                : fieldLabel(field, properties, language, t);
            return (
              <PreviewField
                key={field.property}
                field={field}
                shape={own}
                state={state}
                property={properties.find(({ key }) => key === field.property)}
                label={label}
                language={language}
                typed={answers[field.property] ?? []}
                problem={isSent && state.problem !== '' ? problem(state.problem, label) : ''}
                onType={(value) => setTyped((before) => ({ ...before, [field.property]: value }))}
              />
            );
          })}
        </div>
        <button type="button" className="send" onClick={() => setIsSent(true)}>
          {wordOr(content.button, language, say('requestForms.public.button'))}
        </button>
        <div role="status">
          {isSent && !isWrong && (
            <div className="notice">
              <PreviewText>
                {wordOr(content.confirmation, language, say('requestForms.public.confirmation'))}
              </PreviewText>
            </div>
          )}
        </div>
      </Paper>
      <Typography tag="p" variant="pi" textColor="neutral600" paddingTop={2}>
        {t('requestForms.previewHint')}
      </Typography>
    </Box>
  );
}
