/** The rooms of the house that exist. A new room gets its line here and in no other place. */
import Bookmark from '@lucide/svelte/icons/bookmark';
import CalendarDays from '@lucide/svelte/icons/calendar-days';
import Crosshair from '@lucide/svelte/icons/crosshair';
import Handshake from '@lucide/svelte/icons/handshake';
import House from '@lucide/svelte/icons/house';
import Inbox from '@lucide/svelte/icons/inbox';
import KeyRound from '@lucide/svelte/icons/key-round';
import Lightbulb from '@lucide/svelte/icons/lightbulb';
import MessagesSquare from '@lucide/svelte/icons/messages-square';
import School from '@lucide/svelte/icons/school';
import type { Component } from 'svelte';
import { m } from '$paraglide/messages';
import type { Me } from '$shared/api';

export interface Place {
  href: string;
  label: () => string;
  /** For the bar of the phone. */
  short?: () => string;
  icon: Component;
  /** Addresses that belong to it. */
  covers: RegExp;
  /** Second key after G. */
  code: string;
  open?: (me: Me) => boolean;
  /** Where the phone, with its bar of five, shows it. Inbox is the bell on top there. */
  phone: 'bar' | 'menu' | 'none';
}

export const PLACES: Place[] = [
  { href: '/', label: m.nav_home, icon: House, covers: /^\/$/, code: 'KeyH', phone: 'bar' },
  {
    href: '/spaces',
    label: m.nav_spaces,
    short: m.nav_spaces_short,
    icon: MessagesSquare,
    covers: /^\/(spaces|topics|drafts|ask|t|p)(\/|$)/,
    code: 'KeyS',
    phone: 'bar',
  },
  {
    href: '/practices',
    label: m.nav_practices,
    icon: Lightbulb,
    covers: /^\/(practices|b)(\/|$)/,
    code: 'KeyR',
    phone: 'bar',
  },
  {
    href: '/skills',
    label: m.nav_skills,
    icon: Crosshair,
    covers: /^\/skills(\/|$)/,
    code: 'KeyW',
    phone: 'bar',
  },
  {
    href: '/events',
    label: m.nav_calendar,
    icon: CalendarDays,
    covers: /^\/(events|e|visits)(\/|$)/,
    code: 'KeyE',
    phone: 'menu',
  },
  {
    href: '/pairings',
    label: m.nav_pairs,
    icon: Handshake,
    covers: /^\/pairings(\/|$)/,
    code: 'KeyA',
    phone: 'menu',
  },
  {
    href: '/people',
    label: m.nav_people,
    short: m.nav_people_short,
    icon: School,
    covers: /^\/(people|organisations)(\/|$)/,
    code: 'KeyP',
    phone: 'menu',
  },
  {
    href: '/bookmarks',
    label: m.menu_bookmarks,
    icon: Bookmark,
    covers: /^\/bookmarks$/,
    code: 'KeyB',
    phone: 'menu',
  },
  { href: '/inbox', label: m.nav_inbox, icon: Inbox, covers: /^\/inbox$/, code: 'KeyI', phone: 'none' },
  {
    href: '/manage',
    label: m.nav_manage,
    icon: KeyRound,
    covers: /^\/manage(\/|$)/,
    code: 'KeyM',
    phone: 'menu',
    open: ({ can }) => can.administer || can.invite || can.confirm || can.import,
  },
];
