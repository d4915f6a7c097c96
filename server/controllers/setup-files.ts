import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { readFile, rm } from 'node:fs/promises';
import { applyInput, SETUP_FILE_SIZE } from '../contracts/setup-files';
import { getServices } from '../services';
import { refused } from '../services/refusals';
import type { SetupActor } from '../services/setup-files';
import { actorOf } from './actor-of';
import { bodyOf, parse } from './parse';

interface Upload {
  filepath: string;
  size: number;
}

/** The set-up as one file. It comes as an upload, since it may be larger than a body of JSON. */
export default ({ strapi }: { strapi: Core.Strapi }) => {
  const setupFiles = () => getServices(strapi).setupFiles;

  async function fileOf(ctx: Context): Promise<string> {
    const { files } = ctx.request as { files?: Record<string, Upload | Upload[]> };
    const file = [files?.file ?? []].flat()[0];
    if (!file) return refused('file', 'Choose a file.');
    try {
      if (file.size > SETUP_FILE_SIZE)
        refused('file', `Choose a file of at most ${SETUP_FILE_SIZE / 1024 / 1024} MB.`);
      return await readFile(file.filepath, 'utf8');
    } finally {
      await rm(file.filepath, { force: true });
    }
  }

  const setupActorOf = (ctx: Context): SetupActor => {
    const { userAbility } = ctx.state as { userAbility: { can(action: string): boolean } };
    const isAble = (action: string) => userAbility.can(`admin::roles.${action}`);
    return { ...actorOf(ctx), mayChangeRoles: isAble('create') && isAble('update') };
  };

  return {
    async export(ctx: Context) {
      const file = await setupFiles().export(actorOf(ctx));
      ctx.attachment('customer-portal.json');
      ctx.type = 'application/json';
      ctx.set('Cache-Control', 'private, no-store');
      ctx.body = `${JSON.stringify(file, null, 2)}\n`;
    },
    async plan(ctx: Context) {
      ctx.body = await setupFiles().plan(setupActorOf(ctx), await fileOf(ctx));
    },
    async apply(ctx: Context) {
      const { digest } = parse(applyInput, bodyOf(ctx));
      ctx.body = await setupFiles().apply(setupActorOf(ctx), await fileOf(ctx), digest);
    },
  };
};
