import { useCallback, useRef, useState } from 'react';
import { useWords } from '../useWords';
import { fieldErrors, useErrorText } from './errors';

export type FieldErrors = Record<string, string>;

/** What a section of a form needs of it. */
export interface FormFields<Values> {
  values: Values;
  errors: FieldErrors;
  set: <Name extends keyof Values>(name: Name, value: Values[Name]) => void;
}

interface Options<Values, Saved> {
  initial: Values;
  /** Problems by field that need no server; the first of them gets the focus. */
  check?: (values: Values) => FieldErrors;
  /** Sends the values; what the server refuses is shown beside its field. */
  save: (values: Values) => Promise<Saved>;
  onSaved: (saved: Saved) => void;
}

/** A form of one record: its values, what is wrong with them by field (`a.0.b` for nested ones), and saving once at a time. */
export function useRecordForm<Values extends object, Saved>(options: Options<Values, Saved>) {
  const t = useWords();
  const textOf = useErrorText();
  const [values, setValues] = useState(options.initial);
  const [saved, setSaved] = useState(options.initial);
  const [errors, setErrors] = useState<FieldErrors>({});
  const [formError, setFormError] = useState('');
  const [isSaving, setIsSaving] = useState(false);
  const isBusy = useRef(false);
  const form = useRef<HTMLFormElement>(null);

  const set = useCallback(<Name extends keyof Values>(name: Name, value: Values[Name]) => {
    setValues((before) => ({ ...before, [name]: value }));
    setErrors((before) => withoutField(before, String(name)));
    setFormError('');
  }, []);

  const show = (found: FieldErrors, message: string) => {
    setErrors(found);
    setFormError(message);
    // After the next paint the wrong fields are marked, and the first of them in the page's order gets the focus.
    requestAnimationFrame(() =>
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(),
    );
  };

  async function submit(): Promise<void> {
    if (isBusy.current) return;
    const found = options.check?.(values) ?? {};
    if (Object.keys(found).length > 0) return show(found, t('form.check'));
    isBusy.current = true;
    setIsSaving(true);
    setErrors({});
    setFormError('');
    try {
      const answer = await options.save(values);
      setSaved(values);
      options.onSaved(answer);
    } catch (error) {
      show(fieldErrors(error), textOf(error));
    } finally {
      isBusy.current = false;
      setIsSaving(false);
    }
  }

  /** Shows what the server refused beside the fields, when something other than saving was asked for. */
  const fail = (error: unknown) => show(fieldErrors(error), textOf(error));

  /** Puts in what the server has by now. */
  const reset = useCallback((next: Values) => {
    setValues(next);
    setSaved(next);
    setErrors({});
    setFormError('');
  }, []);

  const isDirty = JSON.stringify(values) !== JSON.stringify(saved);
  return { values, errors, formError, isSaving, isDirty, set, submit, fail, reset, form };
}

/** A change of `a` settles what was wrong with `a`, `a.0` and `a.0.b`. */
const withoutField = (errors: FieldErrors, name: string): FieldErrors =>
  Object.fromEntries(
    Object.entries(errors).filter(([field]) => field !== name && !field.startsWith(`${name}.`)),
  );
