import {
  Book,
  Briefcase,
  Code,
  Headphones,
  Heart,
  Mail,
  Message,
  Phone,
  ShoppingCart,
  Store,
} from '@strapi/icons';
import type { InboxIcon as Icon } from '../../../server/contracts/inboxes';

const ICONS = {
  mail: Mail,
  message: Message,
  headphones: Headphones,
  phone: Phone,
  cart: ShoppingCart,
  store: Store,
  briefcase: Briefcase,
  code: Code,
  book: Book,
  heart: Heart,
} as const;

/** Beside a name that says the same. */
export function InboxIcon({ icon }: { icon: Icon }) {
  const Shown = ICONS[icon];
  return <Shown aria-hidden width="1.6rem" height="1.6rem" style={{ flexShrink: 0 }} />;
}
