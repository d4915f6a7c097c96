import { errors } from '@strapi/utils';

interface Able {
  can: ReadonlySet<string>;
}

/** Any one of the actions is enough; 403 without. */
export function need(actor: Able, ...actions: string[]): void {
  if (!actions.some((action) => actor.can.has(action))) throw new errors.ForbiddenError();
}

/** An admin who looks at the portal as a customer changes nothing (403). */
export function needOwn({ isReadOnly }: { isReadOnly: boolean }): void {
  if (isReadOnly)
    throw new errors.ForbiddenError('Nothing is changed while you look as a customer.');
}

/**
 * Input that cannot be taken (400): the message names the fix and stands beside the field (`a.0.b` for a nested one).
 * `details` tell a page what to ask, for example how many tickets use what is to be deleted.
 */
export function refused(
  field: string,
  message: string,
  details: Record<string, unknown> = {},
): never {
  throw new errors.ValidationError(message, {
    ...details,
    errors: [{ path: field.split('.'), message, name: 'ValidationError' }],
  });
}

/** The same for several fields at once; nothing happens when there is none. */
export function refusedAll(problems: readonly { path: string; message: string }[]): void {
  const [first] = problems;
  if (!first) return;
  throw new errors.ValidationError(first.message, {
    errors: problems.map(({ path, message }) => ({
      path: path.split('.'),
      message,
      name: 'ValidationError',
    })),
  });
}

/**
 * For what a unique index decides when two ask at once: `refuseTaken` finds out who has it by now, and refuses beside the
 * field. Any other error goes on.
 */
export async function namingTaken<Result>(
  refuseTaken: () => Promise<void>,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof errors.ApplicationError)) await refuseTaken();
    throw error;
  }
}
