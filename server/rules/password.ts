const RUNS = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

/**
 * HubSpot's rule for customers' passwords: at least 8 characters of three classes, 10 of two, or 12 of any;
 * no part of the name or address, no run of five (abcde, 12345, qwert), no character three times in a row.
 * Returns the message key of the first problem, or ''.
 */
export function passwordProblem(
  password: string,
  person: { name: string; address: string },
): string {
  // bcrypt reads no more than 72 bytes: what it would ignore must not count as strength.
  if (new TextEncoder().encode(password).length > 72) return 'password.tooLong';
  const classes = [/\p{Lu}/u, /\p{Ll}/u, /\p{N}/u, /[^\p{L}\p{N}]/u].filter((kind) =>
    kind.test(password),
  ).length;
  const length = [...password].length;
  if (!(length >= 12 || (length >= 10 && classes >= 2) || (length >= 8 && classes >= 3)))
    return 'password.tooShort';
  if (/(.)\1\1/u.test(password)) return 'password.repeats';
  const lower = password.toLowerCase();
  if (RUNS.some((run) => hasRun(lower, run))) return 'password.runs';
  const parts = `${person.name} ${person.address}`.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  if (parts.some((part) => part.length >= 4 && lower.includes(part))) return 'password.personal';
  return '';
}

function hasRun(text: string, run: string): boolean {
  for (let start = 0; start + 5 <= run.length; start += 1) {
    if (text.includes(run.slice(start, start + 5))) return true;
  }
  return false;
}
