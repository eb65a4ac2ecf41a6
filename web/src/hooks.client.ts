import type { HandleClientError } from '@sveltejs/kit';
import { isMissingPart, whyMissing } from '$shared/later/missing';

/** A page whose code does not come is told from a page that broke. */
export const handleError: HandleClientError = async ({ error, message }) => {
  if (isMissingPart(error)) return { message, missing: await whyMissing() };
  console.error(error);
  return { message };
};
