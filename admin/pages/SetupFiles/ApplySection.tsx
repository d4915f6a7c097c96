import { type ChangeEvent, type FormEvent, useRef, useState } from 'react';
import { Button, Field, Flex, Textarea, Typography } from '@strapi/design-system';
import { Eye } from '@strapi/icons';
import {
  SETUP_FILE_SIZE,
  type SetupPlan,
  type SetupResult,
} from '../../../server/contracts/setup-files';
import { AskDialog } from '../../components/AskDialog';
import { FormSection } from '../../components/RecordFormPage';
import { useErrorText } from '../../services/errors';
import { applySetupFile, planSetupFile } from '../../services/setupFiles';
import { useWords } from '../../useWords';
import { PlanView } from './PlanView';
import { ResultView } from './ResultView';
import { useSaying } from './useSaying';

/** Chooses or pastes a file, shows what it would change, and applies just that. */
export function ApplySection() {
  const t = useWords();
  const textOf = useErrorText();
  const { question } = useSaying();
  const [text, setText] = useState('');
  const [fileName, setFileName] = useState('');
  const [error, setError] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const [isAsking, setIsAsking] = useState(false);
  const [plan, setPlan] = useState<SetupPlan | null>(null);
  const [result, setResult] = useState<SetupResult | null>(null);
  const fileField = useRef<HTMLInputElement>(null);

  function take(next: string, name: string): void {
    setText(next);
    setFileName(name);
    setError('');
    setPlan(null);
    setResult(null);
  }

  async function choose(event: ChangeEvent<HTMLInputElement>): Promise<void> {
    const file = event.target.files?.[0];
    if (!file) return take('', '');
    if (file.size > SETUP_FILE_SIZE) {
      take('', '');
      return setError(t('setupFiles.tooLarge'));
    }
    take(await file.text(), file.name);
  }

  function paste(next: string): void {
    if (fileField.current) fileField.current.value = '';
    take(next, '');
  }

  async function compare(): Promise<void> {
    if (text.trim() === '') return setError(t('setupFiles.choose'));
    setIsBusy(true);
    setError('');
    setResult(null);
    try {
      setPlan(await planSetupFile(text));
    } catch (problem) {
      setPlan(null);
      setError(textOf(problem));
    } finally {
      setIsBusy(false);
    }
  }

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void compare();
  };
  const changes = plan?.items.filter(({ state }) => state !== 'same').length ?? 0;
  return (
    <>
      <form onSubmit={onSubmit} noValidate>
        <FormSection title={t('setupFiles.apply')} hint={t('setupFiles.applyHint')}>
          <Field.Root name="file" error={error} hint={t('setupFiles.fileHint')}>
            <Field.Label>{t('setupFiles.file')}</Field.Label>
            <Field.Input
              ref={fileField}
              type="file"
              accept=".json,application/json"
              onChange={(event: ChangeEvent<HTMLInputElement>) => void choose(event)}
            />
            <Field.Error />
            <Field.Hint />
          </Field.Root>
          <Field.Root name="pasted">
            <Field.Label>{t('setupFiles.pasted')}</Field.Label>
            <Textarea
              value={fileName === '' ? text : ''}
              spellCheck={false}
              dir="ltr"
              style={{ fontFamily: 'ui-monospace, monospace' }}
              onChange={(event: ChangeEvent<HTMLTextAreaElement>) => paste(event.target.value)}
            />
          </Field.Root>
          <div>
            <Button type="submit" variant="secondary" startIcon={<Eye />} loading={isBusy}>
              {t('setupFiles.compare')}
            </Button>
          </div>
        </FormSection>
      </form>
      {plan && !result && <PlanView plan={plan} onApply={() => setIsAsking(true)} />}
      {result && <ResultView result={result} onAgain={() => void compare()} />}
      <AskDialog
        isOpen={isAsking}
        title={t('setupFiles.applyNow')}
        confirm={t('setupFiles.applyNow')}
        isDanger={false}
        onConfirm={async () => setResult(await applySetupFile(text, plan?.digest ?? ''))}
        onClose={() => setIsAsking(false)}
      >
        <Flex direction="column" alignItems="stretch" gap={2}>
          <Typography>{t('setupFiles.ask', { count: changes })}</Typography>
          {plan?.questions.map((one) => (
            <Typography key={one.place} fontWeight="semiBold">
              {question(one)}
            </Typography>
          ))}
        </Flex>
      </AskDialog>
    </>
  );
}
