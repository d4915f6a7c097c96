import { passwordProblem, type PasswordOwner, type PasswordProblem } from '../rules/password';

let common: Promise<ReadonlySet<string>> | undefined;

/** 49,000 passwords that people use; read when the first password is chosen, since it takes 50 ms and 8 MB. */
const commonPasswords = (): Promise<ReadonlySet<string>> =>
  (common ??= import('@zxcvbn-ts/language-common').then(
    ({ dictionary }) => new Set(dictionary['passwords-common'] as string[]),
  ));

/** What people write for a letter. */
const LOOKALIKES: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};
/** A shorter word inside a password says nothing of it. */
const OWN_PART = 4;

/** The password as it is, and without the digits and signs behind or around it; each also with letters for lookalikes. */
function formsOf(password: string): string[] {
  const whole = password.toLowerCase();
  const head = whole.replace(/[^\p{L}]+$/u, '');
  const core = head.replace(/^[^\p{L}]+/u, '');
  const most = [head, core].filter(
    (form) => form.length >= OWN_PART && whole.length - form.length <= form.length,
  );
  return [whole, ...most].flatMap((form) => [form, spelled(form)]);
}
const spelled = (text: string) => [...text].map((one) => LOOKALIKES[one] ?? one).join('');

/** Whether many people use it, or it is such a one with digits, signs or lookalikes put to it (`P@ssw0rd2024!`). */
export async function isCommonPassword(password: string): Promise<boolean> {
  const known = await commonPasswords();
  return formsOf(password).some((form) => known.has(form));
}

/** Why a password is not taken, or ''. Every service that stores one asks here. */
export async function refusalOfPassword(
  password: string,
  owner: PasswordOwner,
): Promise<PasswordProblem | ''> {
  const problem = passwordProblem(password, owner);
  if (problem !== '') return problem;
  return (await isCommonPassword(password)) ? 'password.common' : '';
}
