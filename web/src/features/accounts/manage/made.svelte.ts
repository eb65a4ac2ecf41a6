/** Invitations made in this tab. Their links are stored nowhere: the server knows only a fingerprint. */
import type { Id, Invitation } from '$shared/api';

export interface Made {
  invitation: Invitation;
  /** Whole, to be sent. */
  link: string;
  qr: string;
}

class MadeHere {
  #all = $state.raw<Record<Id, Made>>({});

  add(reply: { invitation: Invitation; link: string; qr_svg: string }): Made {
    const made = {
      invitation: reply.invitation,
      link: new URL(reply.link, location.origin).href,
      // As a picture, so that nothing in it can act.
      qr: `data:image/svg+xml,${encodeURIComponent(reply.qr_svg)}`,
    };
    this.#all = { ...this.#all, [made.invitation.id]: made };
    return made;
  }

  get(id: Id): Made | undefined {
    return this.#all[id];
  }
}

export const madeHere = new MadeHere();
