import { errors } from '@strapi/utils';
import type { Context } from 'koa';
import * as z from 'zod/mini';

/** Reads input by its contract; a wrong field is named with what would be right (400). */
export function parse<Shape extends z.ZodMiniType>(shape: Shape, input: unknown): z.output<Shape> {
  const result = z.safeParse(shape, input ?? {});
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => ({
    path: issue.path.map(String),
    message: issue.message,
    name: 'ValidationError',
  }));
  const first = problems[0];
  throw new errors.ValidationError(
    `${first?.path.join('.') || 'body'}: ${first?.message ?? 'is not valid'}`,
    { errors: problems },
  );
}

/** What Strapi's body parser put there. */
export const bodyOf = (ctx: Context): unknown => (ctx.request as { body?: unknown }).body;
