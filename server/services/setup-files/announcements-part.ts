import { announcementInput } from '../../contracts/announcements';
import { overlay, type Item } from '../../rules/setup-merge';
import { toRefs } from '../../rules/setup-refs';
import type { AnnouncementRecord } from '../../store/announcements';
import { announcementContent, checkedAnnouncement, type Announcements } from '../announcements';
import { readItem, refusalsOf, type Part } from './part';

const NAME_LENGTH = 60;

/** Announcements of portals; one is known by its portal and its beginning. */
export function announcementsPart(announcements: Announcements): Part {
  return {
    name: 'announcements',
    needs: ['portal-edit'],

    exported: (env) =>
      [...env.announcements]
        .sort((a, b) => a.from - b.from)
        .flatMap((one) => {
          const portal = env.portals.find(({ key }) => key === one.portalKey);
          if (!portal) return [];
          const item = { portal: portal.id, ...announcementContent(one) };
          return [{ id: one.id, item: toRefs(item, env.directory) as Item }];
        }),

    keyOf: ({ portal, from }, directory) =>
      JSON.stringify([directory.idOf(String(portal)) ?? portal, from]),
    nameOf({ texts }) {
      const [first = ''] = Object.values((texts ?? {}) as Record<string, unknown>).map(String);
      return first.length > NAME_LENGTH ? `${first.slice(0, NAME_LENGTH)}…` : first;
    },

    async plan({ directory, future }, entry) {
      const { here, raw, problem } = entry;
      const { portal, ...written } = overlay(here?.item ?? {}, raw, 1) as Item;
      const id = directory.idOf(String(portal));
      if (id === undefined || !future.portals.has(id))
        problem('portal', 'Name a portal that is here or in the file, for example @portal:Help.');
      const input = readItem(announcementInput, written, entry);
      if (!input || id === undefined) return null;
      let checked = input;
      const refusals = await refusalsOf(() => (checked = checkedAnnouncement(input)));
      for (const { path, message } of refusals) problem(path, message);
      if (refusals.length > 0) return null;
      return { ...(toRefs(checked, directory) as Item), portal: directory.refOf(id) };
    },

    async apply({ actor, env }, { id, state, wanted }) {
      const portal = env.directory.idOf(String(wanted.portal)) ?? '';
      const written = announcementContent(wanted as unknown as AnnouncementRecord);
      if (state === 'new') await announcements.create(actor, portal, written);
      else await announcements.save(actor, portal, id, written);
    },
  };
}
