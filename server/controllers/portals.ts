import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { readFile } from 'node:fs/promises';
import { brandingPreviewInput } from '../contracts/branding-preview';
import { confirmation } from '../contracts/access-groups';
import { SETTINGS_SECTIONS, type SettingsSection } from '../contracts/portal-settings';
import { getServices } from '../services';
import { BRAND_PICTURE_SIZE } from '../services/brand-pictures';
import { portalChoices } from '../services/portal-choices';
import { actorOf } from './actor-of';
import { refused } from '../services/refusals';
import { bodyOf, parse } from './parse';

interface Upload {
  filepath: string;
  size: number;
}

const isSection = (name: string): name is SettingsSection => Object.hasOwn(SETTINGS_SECTIONS, name);

/** Portals and their settings. */
export default ({ strapi }: { strapi: Core.Strapi }) => {
  const settings = () => getServices(strapi).portalSettings;
  const idOf = (ctx: Context) => String(ctx.params.id);
  const answer = (ctx: Context, found: unknown) => {
    if (found === null) ctx.notFound();
    else ctx.body = found;
  };

  return {
    async find(ctx: Context) {
      answer(ctx, await settings().find(actorOf(ctx), idOf(ctx)));
    },
    async choices(ctx: Context) {
      const { runtime, siteMap } = getServices(strapi);
      answer(ctx, await portalChoices(runtime, siteMap, actorOf(ctx), idOf(ctx)));
    },
    async saveSettings(ctx: Context) {
      const section = String(ctx.params.section);
      if (!isSection(section)) return ctx.notFound();
      const input = parse(SETTINGS_SECTIONS[section], bodyOf(ctx));
      // The shape belongs to the section, which the types of a union cannot say.
      const { confirmed } = parse(confirmation, bodyOf(ctx));
      answer(
        ctx,
        await settings().save(actorOf(ctx), idOf(ctx), section, input as never, confirmed),
      );
    },
    async previewBranding(ctx: Context) {
      const input = parse(brandingPreviewInput, bodyOf(ctx));
      answer(ctx, await getServices(strapi).brandingPreview.show(actorOf(ctx), idOf(ctx), input));
    },
    async keepDomainLook(ctx: Context) {
      const isKept = await getServices(strapi).domainLooks.keep(actorOf(ctx), idOf(ctx));
      if (isKept) ctx.body = {};
      else ctx.notFound();
    },
    async keepPicture(ctx: Context) {
      const { files } = ctx.request as { files?: Record<string, Upload | Upload[]> };
      const file = [files?.picture ?? []].flat()[0];
      if (!file) return refused('picture', 'Choose a picture.');
      if (file.size > BRAND_PICTURE_SIZE)
        return refused('picture', 'Choose a picture of at most 512 KB.');
      const bytes = await readFile(file.filepath);
      ctx.body = await getServices(strapi).brandPictures.keep(actorOf(ctx), bytes);
      ctx.status = 201;
    },
    async picture(ctx: Context) {
      const { brandPictures } = getServices(strapi);
      const found = await brandPictures.find(actorOf(ctx), String(ctx.params.name));
      if (!found) return ctx.notFound();
      ctx.set({
        'Content-Type': found.mimeType,
        'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        'X-Content-Type-Options': 'nosniff',
        'Cache-Control': 'private, max-age=3600',
      });
      ctx.body = found.bytes;
    },
    async history(ctx: Context) {
      const cursor = Number.parseInt(String(ctx.query.cursor ?? ''), 10);
      const before = Number.isSafeInteger(cursor) && cursor > 0 ? cursor : 0;
      answer(ctx, await settings().history(actorOf(ctx), idOf(ctx), before));
    },
    async restore(ctx: Context) {
      const change = String(ctx.params.change);
      const { confirmed } = parse(confirmation, bodyOf(ctx));
      answer(ctx, await settings().restore(actorOf(ctx), idOf(ctx), change, confirmed));
    },
  };
};
