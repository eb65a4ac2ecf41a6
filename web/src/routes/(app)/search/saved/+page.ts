import { redirect } from '@sveltejs/kit';

/** Kept searches are among one's own pages. */
export const load = () => redirect(307, '/me/searches');
